"""Somebody new: one warm welcome in the group for all who came, and in private what they may want to know."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.join_requests import came_in
from domain.lifecycle import next_of
from domain.members import see_member
from domain.outbox import Lane
from domain.people import Person
from domain.settings import LONGEST_CALLED, set_called, set_language
from domain.welcome import WELCOME, Greeting, agree, agreed_at, arrived, disagree, greet
from handlers.callbacks import Payload
from handlers.choices import draft_group, language_rows, named_group, stop_waiting
from handlers.context import Act, Due
from handlers.doors import ToBuddy, ToNext, ToPrivacy, ToWelcome, human
from handlers.keyboards import Rows, link, press
from handlers.names import safe_name
from handlers.privately import private_chat
from handlers.routing import Router, Who
from handlers.views_meetups import soon
from handlers.views_welcome import first_time, kept, rules
from handlers.which_group import LONGEST_TITLE, MOST_GROUPS
from handlers.words import Words, languages

router = Router("welcome")

KIND = "welcome"
CALLED_WORDS = "welcome_called"


class Part(StrEnum):
    """What the private welcome shows."""

    MAIN = "m"
    FIRST_TIME = "f"
    CALLED = "c"
    LANGUAGE = "l"


@dataclass(frozen=True)
class ShowWelcome(Payload, code="ws"):
    """Show this part."""

    group_id: int
    part: Part


@dataclass(frozen=True)
class Agree(Payload, code="wa"):
    """The rules and what is kept are all right, or not any more."""

    group_id: int
    yes: bool


@dataclass(frozen=True)
class WelcomeLanguage(Payload, code="wl"):
    """Answers in this language."""

    group_id: int
    language: str


@router.event("joined")
def joined(act: Act) -> None:
    """Telegram's message that somebody is in the group now."""
    group = act.tx.groups.by_chat(act.chat.id)
    for user in (act.message.new_chat_members if act.message else None) or ():
        if group is not None and not user.is_bot:
            came(act, group, user.id, user.first_name)


@router.event("came_in")
def came_in_silently(act: Act) -> None:
    """A change of members; large groups show no message of it."""
    change, group = act.update.chat_member, act.tx.groups.by_chat(act.chat.id)
    if change is not None and group is not None and not change.new_chat_member.user.is_bot:
        user = change.new_chat_member.user
        came(act, group, user.id, user.first_name)


def came(act: Act, group: Group, person_id: int, name: str) -> None:
    """Somebody is in the group now. Who had asked to be let in, and wrote to the bot since, hears of it in private."""
    asked = came_in(act.tx, group.id, person_id)
    arrived(act.tx, group, person_id, name, act.now)
    person = act.tx.people.get(person_id)
    if asked and person is not None and person.private_open:
        t = act.words_for(person, group)
        text = t("You are in {group} now. Nice that you are here.", group=group.title)
        act.send(person.id, text, [[press(t.plain("What happens here"), ToWelcome(group.id))]])


@router.promise(WELCOME)
def welcome_due(due: Due) -> None:
    """Everybody who came is welcomed in one message."""
    greeting = greet(due.tx, int(due.promise.subject), due.now)
    if greeting is None:
        return
    group = greeting.group
    t = due.words(group.language)
    button = link(t.plain("What happens here"), due.me.link(ToWelcome(group.id).deep_link()))
    due.send(group.chat_id, _greeting(t, greeting), [[button]], lane=Lane.REMINDER, thread_id=group.thread_id)


def _greeting(t: Words, greeting: Greeting) -> str:
    hint = t("Tap the button, and I’ll tell you in private what happens here. I’m a bot.")
    names = [safe_name(t, name) for name in greeting.names]
    if greeting.more and names:
        hello = t("Welcome, {names} and everybody else who is new. Nice that you are here.", names=", ".join(names))
    elif len(names) > 1:
        names, last = names[:-1], names[-1]
        hello = t("Welcome, {names} and {last}. Nice that you are here.", names=", ".join(names), last=last)
    elif names:
        hello = t("Welcome, {name}. Nice that you are here.", name=names[0])
    else:
        hello = t("Welcome to everybody who is new. Nice that you are here.")
    return f"{hello} {hint}"


@router.command("welcome", who=Who.KNOWN)
def welcome_command(act: Act) -> None:
    """The same by words: of the group one is in, or of each that one belongs to."""
    groups = [act.group] if act.group is not None else act.tx.people.groups_of(act.person.id)
    chat_id = private_chat(act)
    if chat_id is None:
        return
    if len(groups) == 1:
        act.send(chat_id, *_main(act.t, act, groups[0], act.person))
    elif groups:
        rows = [[press(group.title[:LONGEST_TITLE], ToWelcome(group.id))] for group in groups[-MOST_GROUPS:]]
        act.send(chat_id, act.t("Which group?"), rows)
    else:
        act.send(chat_id, act.t("I don’t know yet which group you belong to. Tap a button on a card in your group."))


@router.press(ToWelcome, who=Who.KNOWN, candidates=named_group)
def to_welcome(act: Act) -> None:
    """What somebody new wants to know. Only who is in the group sees it, and belongs to it from then on."""
    if not isinstance(act.payload, ToWelcome):
        raise Gone
    group = act.tx.groups.get(act.payload.group_id)
    if group is None or group.id not in act.present:
        waits = act.tx.newcomers.request_of(act.payload.group_id, act.user.id)
        act.person  # noqa: B018 - they opened the private chat, so they can hear when they are in
        said = (
            act.t("Your request is with the facilitators. I’ll tell you here when you are in.")
            if waits is not None
            else act.t("I can’t see you in that group. Once you are in it, the button works.")
        )
        if act.private:
            act.reply(said)
        else:  # a changed app presses it anywhere, and the group is left alone
            act.answer(said, alert=True)
        return
    see_member(act.tx, group.id, act.person.id, act.now)
    chat_id = private_chat(act)
    if chat_id is not None:
        act.send(chat_id, *_main(act.t, act, group, act.person))


def _group(act: Act) -> Group:
    """The group of this press; who presses takes part, and is its member by this. NotYours: they are not in it."""
    group = act.tx.groups.get(getattr(act.payload, "group_id", 0))
    if group is None or group.resting:
        raise Gone
    if not act.private or group.id not in act.present:
        raise NotYours
    see_member(act.tx, group.id, act.person.id, act.now)
    return group


def _main(t: Words, act: Act, group: Group, person: Person) -> tuple[str, Rows]:
    meetup = next_of(act.tx, group, act.now)
    parts = [t("<b>Welcome to {group}</b>", group=group.title)]
    if meetup is not None:
        when = soon(t, meetup, group, act.now)
        parts.append(t("We meet next {when}. On the card in the group you tap whether you come.", when=when))
    else:
        parts.append(t("When the next meetup is planned, its card stands in the group. There you tap if you come."))
    parts += [rules(t, act.tx.newcomers.welcome(group.id)), kept(t)]
    agreed = agreed_at(act.tx, group.id, person.id)
    if agreed is None:
        parts.append(t("Is that all right for you? You need not say. All else works without it."))
        yes = press(t.plain("That’s all right for me"), Agree(group.id, yes=True))
    else:
        parts.append(t("You said that this is all right for you. Thank you."))
        yes = press(t.plain("Take that back"), Agree(group.id, yes=False))
    names = [press(t.plain("How to call me"), ShowWelcome(group.id, Part.CALLED))]
    if len(languages()) > 1:
        names.append(press(t.plain("Language"), ShowWelcome(group.id, Part.LANGUAGE)))
    first = press(t.plain("What to expect the first time"), ShowWelcome(group.id, Part.FIRST_TIME))
    doors = [press(t.plain("Next meetup"), ToNext()), press(t.plain("Privacy"), ToPrivacy())]
    return "\n\n".join(parts), [
        [yes],
        [first],
        names,
        doors,
        [press(t.plain("A buddy"), ToBuddy(group.id)), human(t, group.id)],
    ]


@router.press(ShowWelcome, who=Who.KNOWN, candidates=named_group)
def show_part(act: Act) -> None:
    """One part; whatever words were waited for no longer are."""
    group, t = _group(act), act.t
    part = act.payload.part if isinstance(act.payload, ShowWelcome) else Part.MAIN
    stop_waiting(act, KIND)
    back = [press(t.plain("Back"), ShowWelcome(group.id, Part.MAIN))]
    match part:
        case Part.FIRST_TIME:
            act.edit_here(first_time(t, act.tx.newcomers.welcome(group.id)), [back])
        case Part.CALLED:
            act.begin(KIND, group_id=group.id, expects=CALLED_WORDS)
            act.edit_here(t("How would you like to be called? Write the name."), [back])
        case Part.LANGUAGE:
            rows = language_rows(lambda code: WelcomeLanguage(group.id, code))
            act.edit_here(t("Which language shall I use with you?"), [*rows, back])
        case _:
            act.edit_here(*_main(t, act, group, act.person))


@router.press(Agree, who=Who.KNOWN, candidates=named_group)
def agreed(act: Act) -> None:
    """Agreed, or taken back: nothing depends on it but that it was asked."""
    group = _group(act)
    if isinstance(act.payload, Agree) and act.payload.yes:
        agree(act.tx, group, act.person.id, act.now)
        act.answer(act.t.plain("Thank you."))
    else:
        disagree(act.tx, group.id, act.person.id)
        act.answer(act.t.plain("Taken back."))
    act.edit_here(*_main(act.t, act, group, act.person))


@router.press(WelcomeLanguage, who=Who.KNOWN, candidates=named_group)
def language_chosen(act: Act) -> None:
    """Answers in this language from now on, this one included."""
    group = _group(act)
    if not isinstance(act.payload, WelcomeLanguage) or act.payload.language not in languages():
        raise Gone
    person = set_language(act.tx, act.person, act.payload.language)
    act.edit_here(*_main(act.words(person.language), act, group, person))


@router.expecting(CALLED_WORDS, who=Who.KNOWN, candidates=draft_group)
def called(act: Act) -> None:
    """A name of their own; who is no longer in the group reads nothing of it."""
    group = act.tx.groups.get(act.draft.group_id or 0) if act.draft is not None else None
    name = " ".join(act.args.split())
    if len(name) > LONGEST_CALLED:
        act.reply(act.t("That is too long. At most {limit} characters fit.", limit=LONGEST_CALLED))
        return
    stop_waiting(act, KIND)
    person = set_called(act.tx, act.person, name, act.now)
    said = act.t("I’ll call you {name}.", name=safe_name(act.t, name))
    if group is None or group.id not in act.present:
        act.reply(said)
        return
    text, buttons = _main(act.t, act, group, person)
    act.reply(f"{said}\n\n{text}", buttons)
