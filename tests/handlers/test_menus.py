"""Command menus by place."""

from handlers import ROUTERS
from handlers.menus import MOST, menus, room_menu
from handlers.routing import Table
from handlers.words import words

FOR_FACILITATORS = {"schedule", "meetups", "attendance", "topic", "announce", "setup", "facilitators", "room"}


def shown() -> dict[str, list[str]]:
    calls = [*menus(), room_menu(words("en"), -100)]
    return {
        payload["scope"]["type"]: [one["command"] for one in payload["commands"]]
        for method, payload in calls
        if method == "setMyCommands"
    }


def test_nobody_sees_more_than_ten_commands():
    assert all(0 < len(commands) <= MOST for commands in shown().values())


def test_a_parent_sees_no_command_of_facilitators():
    assert not FOR_FACILITATORS & {*shown()["all_group_chats"], *shown()["all_private_chats"]}


def test_parents_find_answers_and_a_person_first():
    for scope in ("all_private_chats", "all_group_chats"):
        assert shown()[scope][:3] == ["ask", "facilitator", "resources"]


def test_every_command_that_is_shown_is_answered():
    known = Table(ROUTERS).commands
    assert {name for commands in shown().values() for name in commands} <= known.keys()


def test_descriptions_fit_telegrams_limits():
    payloads = dict(menus())
    assert len(payloads["setMyDescription"]["description"]) <= 512
    assert len(payloads["setMyShortDescription"]["short_description"]) <= 120
    assert all(
        1 <= len(one["description"]) <= 256
        for method, p in menus()
        if method == "setMyCommands"
        for one in p["commands"]
    )
