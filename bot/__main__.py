"""`python -m bot` is the same as `circlekeeper`: everything is loaded, then the command line answers."""

import gc


def main() -> None:
    """The console script."""
    # A thousand modules are loaded, and all of it stays: to look through it for garbage while it comes would cost a
    # sixth of a start, and later it would hold up presses.
    gc.disable()
    from bot.cli import cli

    gc.freeze()
    gc.enable()
    cli()


if __name__ == "__main__":
    main()
