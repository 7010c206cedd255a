"""The words of "we missed you": short, warm, without counts; and the kind words that facilitators may use."""

import html
from collections.abc import Callable
from datetime import datetime

from domain.groups import Group
from domain.meetups import Meetup
from domain.people import Person
from handlers.names import isolated, safe_name, whole
from handlers.views_meetups import soon
from handlers.words import Words


def missed_you(
    t: Words, wording: int, person: Person, missed: Meetup, following: Meetup | None, group: Group, now: datetime
) -> str:
    """The whole message in one of its wordings, as HTML."""
    name = safe_name(t, person.called or person.first_name)
    day = t.weekday(missed.day.weekday())
    hello = HELLOS[wording % len(HELLOS)](t, name, day, isolated(missed.title))
    return "\n\n".join([hello, _next(t, following, group, now), _who(t, group)])


def _next(t: Words, following: Meetup | None, group: Group, now: datetime) -> str:
    if following is None:
        return t("When there is a next one, you are welcome there.")
    return t("The next one: {title}, {when}.", title=following.title, when=soon(t, following, group, now))


def _who(t: Words, group: Group) -> str:
    return "<i>" + t("I’m a bot and bring this from {group}. Only you see it.", group=group.title) + "</i>"


def _hello(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "Hello {name}. We missed you on {day} at “{title}”. You don’t have to explain anything. "
        "If you are fine without us, that is good too, and the door stays open.",
        name=name,
        day=day,
        title=title,
    )


def _chair(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "{name}, on {day} a chair stayed free at “{title}”, and we missed you. "
        "Maybe life is just full, or going well. Both are fine. Your chair stays yours.",
        name=name,
        day=day,
        title=title,
    )


def _word(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "A short word for you, {name}: we missed you at “{title}” on {day}. "
        "Nothing needs an answer. If things are good as they are, enjoy them. Come by whenever you like.",
        name=name,
        day=day,
        title=title,
    )


def _thought(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "Dear {name}, “{title}” went by on {day} without you, and we missed you. "
        "Not everybody needs a group every week, and that is all right. You are welcome at any time.",
        name=name,
        day=day,
        title=title,
    )


def _good_to_have(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "Hello {name}. It is good to have you with us, so on {day} we missed you at “{title}”. "
        "Some people stop coming because they are doing well. If that is you, how nice. If not, we are here.",
        name=name,
        day=day,
        title=title,
    )


def _greeting(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "{name}, a greeting from the circle. We missed you on {day} at “{title}”. "
        "There can be a hundred reasons, and all of them are fine. So is being well without us.",
        name=name,
        day=day,
        title=title,
    )


def _open_door(t: Words, name: str, day: str, title: str) -> str:
    return t(
        "Hello {name}, this is only to say: we missed you at “{title}” on {day}. "
        "If you are well and busy, good. If it was a hard day, you are not alone. The door is open either way.",
        name=name,
        day=day,
        title=title,
    )


HELLOS: tuple[Callable[[Words, str, str, str], str], ...] = (
    _hello,
    _chair,
    _word,
    _thought,
    _good_to_have,
    _greeting,
    _open_door,
)


def mention(t: Words, person: Person) -> str:
    """The name as a link that opens a chat with this person, for facilitators, as HTML."""
    name = html.escape(safe_name(t, whole(person)), quote=False)
    return f'<a href="tg://user?id={person.id}">{name}</a>'


def personal_hello(t: Words, people: list[Person], missed: Meetup, group: Group) -> str:
    """For a facilitator: whom the bot may not write to, and words to borrow."""
    day = t.weekday(missed.day.weekday())
    about = t(
        "{group}: at “{title}” on {day} these people were missed, and I may not write to them:",
        group=group.title,
        title=missed.title,
        day=day,
    )
    names = "\n".join(f"• {mention(t, person)}" for person in people)
    idea = t("A personal hello from you might be nice, if you feel like it. For example:")
    words = (
        t("“Hello, I thought of you on {day}. How are you?”", day=day),
        t("“It was not the same without you. No need to answer. You are welcome any time.”"),
        t("“If all is well and you are just busy, enjoy it. If not, I’m happy to listen.”"),
    )
    return "\n".join([about, names, "", idea, *words])
