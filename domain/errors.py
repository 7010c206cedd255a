"""Refusals of the rules, as codes with data; handlers/errors.py is where they get words."""


class Refused(Exception):
    """The rules do not allow this; the message defaults to the docstring of the subclass."""

    def __init__(self, **details: object) -> None:
        super().__init__((type(self).__doc__ or "").strip())
        self.details = details


class Gone(Refused):
    """What this button was about is no longer there."""


class NotYours(Refused):
    """This belongs to another group or another person."""


class NotNow(Refused):
    """The thing is not in a state in which this can be done."""


class NotFacilitator(Refused):
    """This is for facilitators, and whoever asked is none of the groups that it could be about."""


class Anonymous(Refused):
    """It cannot be seen who asked: an administrator wrote as the group, or somebody as a channel."""


class Unsure(Refused):
    """Telegram could not be asked who this is just now, and without that nothing is changed or shown."""
