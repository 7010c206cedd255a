"""What the buttons under answers carry."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload


@dataclass(frozen=True)
class Helped(Payload, code="ah"):
    """This answer helped. draft_id: of the question."""

    entry_id: int
    draft_id: int


@dataclass(frozen=True)
class NotQuite(Payload, code="aq"):
    """It was not what somebody wanted to know."""

    entry_id: int
    draft_id: int


@dataclass(frozen=True)
class Meant(Payload, code="am"):
    """This is what they meant."""

    entry_id: int
    draft_id: int


@dataclass(frozen=True)
class NoneOfThese(Payload, code="an"):
    """None of what was offered is it."""

    draft_id: int


@dataclass(frozen=True)
class Others(Payload, code="ao"):
    """What else it could be, in private."""

    linked: ClassVar[bool] = True
    draft_id: int


@dataclass(frozen=True)
class Page(Payload, code="ag"):
    """Another page of a long answer."""

    entry_id: int
    draft_id: int
    page: int


@dataclass(frozen=True)
class ShowFile(Payload, code="af"):
    """The picture or PDF that goes with an answer."""

    entry_id: int


@dataclass(frozen=True)
class TellMe(Payload, code="at"):
    """Tell me when you know."""

    unanswered_id: int


@dataclass(frozen=True)
class DoNotKeep(Payload, code="ak"):
    """The question is not to be kept."""

    draft_id: int


@dataclass(frozen=True)
class ItWasAQuestion(Payload, code="aw"):
    """Words that did not look like one."""

    draft_id: int


ANSWERS = (Helped.code, NotQuite.code, Meant.code, NoneOfThese.code, TellMe.code)  # the buttons of our answers
