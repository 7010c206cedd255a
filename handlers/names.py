"""People's names as they may stand in the bot's messages: they turn no words, link to nothing and are never blank.

A name is whatever somebody typed at Telegram. Unchanged it could reverse a whole card, or put a live mention, command
or link into a message that is signed by the bot.
"""

import re
import unicodedata

from domain.people import Person
from handlers.words import Words

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # controls of the writing direction
BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What Telegram makes tappable: a mention, a command, a tag, an address.
STARTS_LINK = re.compile(r"([@#$.:](?=\w)|:(?=//)|(?<![\w<])/(?=\w))")
WORD_JOINER = "\u2060"  # seen by nobody, and no part of an address for Telegram
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their category, but empty to the eye
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})


def safe_name(t: Words, name: str | None) -> str:
    """This name for a message, not escaped; a kind word where nothing of it can be seen."""
    return isolated(name or "") or t.plain("Somebody")


def whole(person: Person) -> str:
    """As they want to be called, else their whole name at Telegram."""
    return person.called or " ".join(filter(None, (person.first_name, person.last_name)))


def isolated(name: str) -> str:
    """The name so that it touches nothing around it; empty where nothing of it can be seen.

    Names from left to right turn nothing, so they stay as they are and can be searched for.
    """
    name = STARTS_LINK.sub(rf"\1{WORD_JOINER}", cleaned(name))
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name):
        return f"\u2068{name}\u2069"
    return name


def cleaned(name: str) -> str:
    """The name without what is no part of it: controls and line breaks; empty where nothing of it can be seen."""
    name = " ".join(BREAKING.sub(" ", TURNING.sub("", name)).split())
    seen = any(c not in BLANKS and unicodedata.category(c) not in UNSEEN for c in name)
    return name if seen else ""
