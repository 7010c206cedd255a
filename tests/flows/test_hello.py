"""The bot comes to a group, goes, comes back."""

from datetime import UTC, datetime

from tests.circle import Circle

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NOT_FOUND = "Bad Request: chat not found"
MAY_SEND = (
    "messages",
    "audios",
    "documents",
    "photos",
    "videos",
    "video_notes",
    "voice_notes",
    "polls",
    "other_messages",
)
RIGHTS = (*(f"send_{what}" for what in MAY_SEND), "add_web_page_previews", "change_info", "invite_users")
RIGHTS += ("pin_messages", "manage_topics", "edit_tag", "react_to_messages")


async def kept(circle: Circle, question):
    return await circle.app.store.look(question)


async def test_being_added_the_bot_says_one_short_hello_with_a_button_for_parents_and_one_for_facilitators(circle):
    hello = (await circle.texts())[0]
    assert "I’m" in hello
    assert "a bot" in hello
    assert len(await circle.texts()) == 1
    assert await circle.buttons() == ["Talk to me in private", "Set up (facilitators)"]


async def test_it_says_which_rights_it_misses_and_that_it_works_without(circle):
    group = await circle.client.group("Without rights", circle.fay, bot="member")
    await circle.settle()
    text = (await circle.texts(group["id"]))[0]
    assert "may not pin or delete" in text
    assert "works without" in text


async def test_it_names_no_missing_right_where_it_has_them(circle):
    assert "may not" not in (await circle.texts())[0]


async def test_a_new_group_starts_with_the_settings_of_the_running_bot(circle):
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert (group.zone, group.language, group.resting) == ("Europe/London", "en", False)


async def test_removed_it_rests_silently_and_back_again_it_says_one_line(circle):
    before = len(await circle.texts())
    await circle.client.act(circle.fay, "remove", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    assert (await kept(circle, lambda tx: tx.groups.by_chat(circle.group))).resting
    await circle.client.act(circle.fay, "add", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    said = (await circle.texts())[before:]
    assert len(said) == 1
    assert said[0].startswith("I’m back.")
    assert not (await kept(circle, lambda tx: tx.groups.by_chat(circle.group))).resting


async def test_a_group_that_becomes_a_supergroup_is_the_same_group(circle):
    made = await circle.client.group("Small", circle.fay, members=[circle.mara], type="group", bot="member")
    await circle.settle()
    known = await kept(circle, lambda tx: tx.groups.by_chat(made["id"]))
    moved = await circle.client.act(circle.fay, "migrate", chat=made["id"])
    await circle.settle()
    new = moved["chat"] if isinstance(moved["chat"], int) else moved["chat"]["id"]
    assert (await kept(circle, lambda tx: tx.groups.by_chat(new))).id == known.id
    assert await kept(circle, lambda tx: tx.groups.by_chat(made["id"])) is None
    assert not (await kept(circle, lambda tx: tx.groups.by_chat(new))).resting


async def test_the_group_is_called_what_it_is_renamed_to_and_the_one_who_did_it_is_not_kept(circle):
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.client.act(circle.tom, "title", chat=circle.group, title="Tuesday people")
    await circle.settle()
    assert (await kept(circle, lambda tx: tx.groups.by_chat(circle.group))).title == "Tuesday people"
    assert await kept(circle, lambda tx: tx.people.get(circle.tom)) is None


async def test_somebody_who_joins_is_not_kept_before_they_take_part(circle):
    ann = (await circle.client.person("Ann"))["id"]
    await circle.client.act(ann, "join", chat=circle.group)
    await circle.settle()
    assert await kept(circle, lambda tx: tx.people.get(ann)) is None


async def test_somebody_who_leaves_no_longer_belongs_and_facilitates_no_more(circle):
    await circle.say(circle.mara, "/help")
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert (await kept(circle, lambda tx: tx.people.member(group.id, circle.mara))).left_at is None
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    assert (await kept(circle, lambda tx: tx.people.member(group.id, circle.mara))).left_at is not None


async def test_blocking_the_bot_closes_the_private_chat_and_unblocking_opens_it(circle):
    await circle.start(circle.mara)
    assert (await kept(circle, lambda tx: tx.people.get(circle.mara))).private_open
    await circle.client.act(circle.mara, "block")
    await circle.settle()
    assert not (await kept(circle, lambda tx: tx.people.get(circle.mara))).private_open
    await circle.client.act(circle.mara, "unblock")
    await circle.settle()
    assert (await kept(circle, lambda tx: tx.people.get(circle.mara))).private_open


async def test_a_group_that_was_wrongly_taken_for_left_goes_on_with_the_next_command_there(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    await circle.client.fault("error", "sendMessage", chat=circle.group, error_code=400, description=NOT_FOUND)
    await circle.say(circle.mara, "/help")
    assert (await kept(circle, lambda tx: tx.groups.by_chat(circle.group))).resting
    await circle.say(circle.mara, "/next")
    assert not (await kept(circle, lambda tx: tx.groups.by_chat(circle.group))).resting
    before = len(await circle.texts())
    await circle.travel(days=1)
    assert "A reminder" in " ".join((await circle.texts())[before:])


async def test_somebody_restricted_who_leaves_is_gone_too(circle):
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    await circle.say(circle.mara, "/help")
    mara = {"id": circle.mara, "is_bot": False, "first_name": "Mara"}
    rights = dict.fromkeys((f"can_{right}" for right in RIGHTS), False)
    restricted = {"user": mara, "status": "restricted", "until_date": 0, **rights}
    chat = {"id": circle.group, "type": "supergroup", "title": "Calderwood parents"}
    for here in (True, False):
        change = {"chat": chat, "from": mara, "date": int(NOW.timestamp())}
        change |= {"old_chat_member": restricted | {"is_member": True}}
        change |= {"new_chat_member": restricted | {"is_member": here}}
        await circle.client.inject({"chat_member": change})
        await circle.settle()
        member = await kept(circle, lambda tx: tx.people.member(group.id, circle.mara))
        assert (member.left_at is None) is here


async def test_somebody_who_leaves_is_no_longer_on_the_card_of_what_is_to_come(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    assert any("Mara" in text for text in await circle.texts())
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    assert not any("Mara" in text for text in await circle.texts())
    assert any("Tom" in text for text in await circle.texts())


async def test_while_the_bot_is_away_nothing_is_said_and_back_again_the_series_goes_on(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    await circle.client.act(circle.fay, "remove", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    before = len(await circle.client.calls())
    await circle.travel(to="2026-12-14T08:30:00Z")
    assert len(await circle.client.calls()) == before
    await circle.client.act(circle.fay, "add", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    said = await circle.texts()
    assert len([text for text in said if text.startswith("I’m back.")]) == 1
    await circle.travel(to="2026-12-15T09:30:00Z")
    assert any("15 December" in text for text in (await circle.texts())[len(said) - 1 :])


async def test_open_cards_stand_in_the_supergroup_again_after_it_moved(circle):
    made = await circle.client.group("Small", circle.fay, members=[circle.mara], type="group", bot="member")
    await circle.settle()
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall", chat=made["id"])
    await circle.press(circle.fay, "Confirm", chat=made["id"])
    moved = await circle.client.act(circle.fay, "migrate", chat=made["id"])
    await circle.settle()
    new = moved["chat"] if isinstance(moved["chat"], int) else moved["chat"]["id"]
    assert any("Coffee and chat" in text for text in await circle.texts(new))
    assert await circle.press(circle.mara, "Going", chat=new)


async def test_a_channel_is_no_group_and_gets_no_hello(circle):
    chat = {"id": -1009999999999, "type": "channel", "title": "News"}
    bot = {"id": circle.app.me.id, "is_bot": True, "first_name": "Bot"}
    fay = {"id": circle.fay, "is_bot": False, "first_name": "Fay"}
    change = {"chat": chat, "from": fay, "date": 1796029200}
    change |= {"old_chat_member": {"user": bot, "status": "left"}, "new_chat_member": {"user": bot, "status": "member"}}
    await circle.client.inject({"my_chat_member": change})
    await circle.settle()
    assert await kept(circle, lambda tx: tx.groups.by_chat(chat["id"])) is None
