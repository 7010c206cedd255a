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


class LeftGroup(NotYours):
    """Whoever asked has left the group that it is about."""


class NotNow(Refused):
    """The thing is not in a state in which this can be done."""


class NotFacilitator(Refused):
    """This is for facilitators, and whoever asked is none of the groups that it could be about."""


class Anonymous(Refused):
    """It cannot be seen who asked: an administrator wrote as the group, or somebody as a channel."""


class Unsure(Refused):
    """Telegram could not be asked who this is just now, and without that nothing is changed or shown."""


class Taken(Refused):
    """Somebody else has it; details: name, None where they do not want to be named."""


class Full(Refused):
    """There is no place left."""


class ListClosed(NotNow):
    """A tick list can be changed for seven days only."""


class NotHeld(NotNow):
    """It was said that the meetup did not take place, so nobody came and nobody missed it."""


class Over(NotNow):
    """The meetup's time is over."""


class InPast(Refused):
    """A meetup cannot be moved to a moment that has passed."""


class Unchanged(Refused):
    """It is like that already."""


class ChangedMeanwhile(Refused):
    """Somebody changed it after this preview was made."""


class Told(Refused):
    """People have heard of it, so that it cannot silently be undone any more."""


class NewerFirst(Refused):
    """There is a newer change of the same meetup, which has to be undone before this one."""


class Done(Refused):
    """This has been done already, or was put aside."""


class TooLong(Refused):
    """The words are longer than they may be; details: limit, in characters."""


class MeetupsHere(NotNow):
    """Meetups are planned in this very chat, so it is a group and cannot be a room."""


class SameChat(NotNow):
    """A group cannot be its own room."""


class SharedAlready(Refused):
    """The same was shown to this group a few days ago."""


class SharedJustNow(Refused):
    """Something was shown to this group a moment ago."""


class NotAdministrator(Refused):
    """Only administrators of the Telegram group may say who facilitates."""
