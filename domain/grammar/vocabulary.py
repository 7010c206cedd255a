"""What a language must bring so that schedules can be read and written in it: tables, no code."""

from typing import Literal

from domain.model import Model

Unit = Literal["minute", "hour", "day", "week", "month"]

MINUTES: dict[Unit, int] = {
    "minute": 1,
    "hour": 60,
    "day": 24 * 60,
    "week": 7 * 24 * 60,
    "month": 30 * 24 * 60,
}
"""How long each unit is; a month is counted as 30 days."""


class Vocabulary(Model):
    """The words of one language, casefolded and without full stops at their end.

    The first word of each kind is the one that is written, the others are read as well; of a unit the first
    is for one and the second for many. Weekdays are 0 for Monday to 6 for Sunday, months 1 to 12, nths 1 to
    5 and -1 for the last one.
    """

    every: tuple[str, ...]
    other: tuple[str, ...]
    """As in "every other week": each second one."""
    repeats: dict[str, tuple[int, Unit]]
    """Words that say a whole repetition, with its interval: "fortnightly"."""
    numbers: dict[str, int]
    units: dict[str, Unit]
    days: dict[str, int]
    plural_days: dict[str, int]
    """Days that alone mean each week: "tuesdays"."""
    unsupported: tuple[str, ...]
    """Repetitions and sets of days that a series cannot have: "daily", "weekdays"."""
    nths: dict[str, int]
    months: dict[str, int]
    ordinal_endings: tuple[str, ...]
    """What may stand behind the number of a day: "3rd"."""

    on: tuple[str, ...]
    and_: tuple[str, ...]
    starting: tuple[str, ...]
    until: tuple[str, ...]
    to: tuple[str, ...]
    """Between two times of day, besides those of `until`."""
    off: tuple[str, ...]
    fillers: tuple[str, ...]
    """Words that may stand between the parts and say nothing: "at", "the", "of"."""
    relative_days: dict[str, int]
    """Days from today: "tomorrow" is 1."""

    past: tuple[str, ...]
    """Days that are over, and no misspelt days of the week: "yesterday"."""

    times: dict[str, tuple[int, int]]
    """Times that have a name, as hour and minute: "noon"."""
    am: tuple[str, ...]
    pm: tuple[str, ...]
