"""The bot's command menus and its description at Telegram: by place and language, so that nobody sees too many."""

from typing import Any

from handlers.words import SOURCE, Words, languages, words

Call = tuple[str, dict[str, Any]]

MOST = 10  # commands that anybody sees at once


def menus() -> list[Call]:
    """The calls of the Bot API that set the menus and descriptions in every language, as (method, parameters)."""
    return [call for language in languages() for call in _in(words(language))]


def room_menu(t: Words, chat_id: int) -> Call:
    """The menu of a facilitators' own group."""
    return "setMyCommands", {"commands": _listed(_for_room(t)), "scope": {"type": "chat", "chat_id": chat_id}}


def no_room_menu(chat_id: int) -> Call:
    """A chat that is a room no longer has the menu of any group."""
    return "deleteMyCommands", {"scope": {"type": "chat", "chat_id": chat_id}}


def _in(t: Words) -> list[Call]:
    # English is also for everybody whose language is not there: Telegram takes the menu without a language for them.
    language = {} if t.language == SOURCE else {"language_code": t.language}
    scopes = {
        "all_private_chats": _for_private(t),
        "all_group_chats": _for_group(t),
        "all_chat_administrators": _for_administrators(t),
    }
    calls: list[Call] = [
        ("setMyCommands", {"commands": _listed(commands), "scope": {"type": scope}} | language)
        for scope, commands in scopes.items()
    ]
    calls.append(("setMyDescription", {"description": _description(t)} | language))
    calls.append(("setMyShortDescription", {"short_description": _short_description(t)} | language))
    return calls


def _listed(commands: dict[str, str]) -> list[dict[str, str]]:
    return [{"command": name, "description": text} for name, text in commands.items()]


def _for_private(t: Words) -> dict[str, str]:
    # /mydata and /buddy are left out for want of room: /privacy and the buttons lead there.
    return {
        "ask": t.plain("What would you like to know?"),
        "facilitator": t.plain("Talk to a person"),
        "resources": t.plain("Help near you"),
        "next": t.plain("The next meetup"),
        "settings": t.plain("Reminders, your name, your language"),
        "away": t.plain("No reminders for a while"),
        "back": t.plain("Here again"),
        "help": t.plain("What I can do"),
        "privacy": t.plain("What I keep, why and how long"),
        "forgetme": t.plain("Erase it"),
    }


def _for_group(t: Words) -> dict[str, str]:
    return {
        "ask": t.plain("What would you like to know?"),
        "facilitator": t.plain("Talk to a person"),
        "resources": t.plain("Help near you"),
        "next": t.plain("The next meetup"),
        "share": t.plain("Keep a helpful message for others: reply to it"),
        "settings": t.plain("Reminders, your name, your language"),
        "away": t.plain("No reminders for a while"),
        "help": t.plain("What I can do"),
        "privacy": t.plain("What I keep, why and how long"),
    }


def _for_administrators(t: Words) -> dict[str, str]:
    # What is done seldom or in private is left out for want of room; /help names it.
    return {
        "next": t.plain("The next meetup"),
        "answer": t.plain("Answer a parent: reply to them with /answer and a word"),
        **_for_facilitators(t),
        "announce": t.plain("Tell the group something now"),
    }


def _for_room(t: Words) -> dict[str, str]:
    return {
        **_for_facilitators(t),
        "rota": t.plain("Who is on call when"),
        "knowledge": t.plain("Answers: find, add, change"),
        "room": t.plain("Which groups are looked after here"),
    }


def _for_facilitators(t: Words) -> dict[str, str]:
    return {
        "requests": t.plain("Who asked for a person"),
        "unanswered": t.plain("What nobody could answer"),
        "schedule": t.plain("Plan meetups"),
        "meetups": t.plain("Move, skip, cancel, end"),
        "attendance": t.plain("Who came to the last meetup"),
        "settings": t.plain("Settings of the group"),
        "help": t.plain("What I can do"),
    }


def _description(t: Words) -> str:
    return t.plain(
        "I’m a bot that looks after a parents’ group: its meetups, answers to what people ask, help nearby, and a "
        "person to talk to. What people write to each other in the group I don’t keep. Tap Start to begin."
    )


def _short_description(t: Words) -> str:
    return t.plain("Looks after a parents’ group: meetups, answers, help nearby, and a person to talk to.")
