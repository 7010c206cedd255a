"""What people send and see: media, pickers, inline results, commands, the clock and the page."""

import asyncio
import base64
from typing import Any

import aiohttp
import pytest

from sandbox import Client, Sandbox
from sandbox.client import Refused
from sandbox.pictures import plain, size
from tests.sandbox.local_bot import Bot, Circle, buttons, kinds

Json = dict[str, Any]


@pytest.fixture
async def mara(telegram: Client) -> int:
    person: int = (await telegram.person("Mara", last_name="K", username="mara_k"))["id"]
    await telegram.start(person)
    return person


async def test_a_photo_goes_both_ways(telegram: Client, bot: Bot, mara: int) -> None:
    content = base64.b64encode(plain(40, 30)).decode()
    await telegram.act(mara, "photo", chat=mara, caption="look /here", content=content)
    message = (await bot.updates())[-1]["message"]
    photo = message["photo"][-1]
    assert (photo["width"], photo["height"], message["caption"]) == (40, 30, "look /here")
    path = (await bot("getFile", file_id=photo["file_id"]))["file_path"]
    async with bot.http.get(f"{bot.url}/file/bot{bot.token}/{path}") as answer:
        assert await answer.read() == plain(40, 30)
    again = await bot("sendPhoto", chat_id=mara, photo=photo["file_id"], caption="<b>yours</b>", parse_mode="HTML")
    assert again["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    shown = (await telegram.transcript(mara))[-1]
    assert shown["photo"]["url"].startswith("/control/files/")
    assert shown["html"] == "<b>yours</b>"
    assert await bot.refused("sendDocument", chat_id=mara, document=photo["file_id"]) == (
        "Bad Request: can't use file of type Photo as Document"
    )
    assert await bot.refused("getFile", file_id="nothing") == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


async def test_uploads(telegram: Client, bot: Bot, mara: int) -> None:
    async def upload(method: str, field: str, content: bytes, name: str, **more: str) -> Json:
        form = aiohttp.FormData({"chat_id": str(mara), **more})
        form.add_field(field, content, filename=name)
        async with bot.http.post(f"{bot.url}/bot{bot.token}/{method}", data=form) as answer:
            told: Json = await answer.json()
            return told

    sent = await upload("sendDocument", "document", b"BEGIN:VCALENDAR", "next.ics", caption="x" * 1024)
    assert sent["result"]["document"]["file_name"] == "next.ics"
    told = await upload("sendDocument", "document", b"x", "x.txt", caption="x" * 1025)
    assert told["description"] == "Bad Request: message caption is too long"
    assert (await upload("sendPhoto", "photo", b"no picture", "x.png"))["description"] == (
        "Bad Request: IMAGE_PROCESS_FAILED"
    )
    chart = await upload("sendPhoto", "chart", plain(), "chart.png", photo="attach://chart")
    assert chart["result"]["photo"][0]["width"] == 320
    assert await bot.refused("sendPhoto", chat_id=mara) == "Bad Request: there is no photo in the request"
    where = {"chat_id": mara, "message_id": chart["result"]["message_id"]}
    assert (await bot("editMessageCaption", **where, caption="new"))["caption"] == "new"
    assert await bot.refused("editMessageText", **where, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    params = (await telegram.calls("sendDocument"))[0]["params"]
    assert params["document"]["file_name"] == "next.ics"
    params = (await telegram.calls("sendPhoto"))[1]["params"]
    assert (params["photo"]["file_name"], "chart" in params) == ("chart.png", False)


@pytest.mark.parametrize(
    ("content", "measured"),
    [(plain(7, 9), (7, 9)), (b"GIF89a\x05\x00\x06\x00", (5, 6)), (b"text", None), (b"\xff\xd8\xff", None)],
)
def test_pictures_are_measured(content: bytes, measured: tuple[int, int] | None) -> None:
    assert size(content) == measured


async def test_places_contacts_and_voices(telegram: Client, bot: Bot, mara: int) -> None:
    await telegram.act(mara, "location", chat=mara, latitude=52.5, longitude=13.4)
    await telegram.act(mara, "contact", chat=mara, phone_number="+4930123")
    await telegram.act(mara, "voice", chat=mara)
    _, place, contact, voice = [update["message"] for update in await bot.updates()]
    assert place["location"] == {"latitude": 52.5, "longitude": 13.4}
    assert contact["contact"] == {
        "phone_number": "+4930123",
        "user_id": mara,
        "first_name": "Mara",
        "last_name": "K",
    }
    assert voice["voice"]["mime_type"] == "audio/ogg"
    await bot("sendLocation", chat_id=mara, latitude=1, longitude=2)
    await bot("sendVenue", chat_id=mara, latitude=1, longitude=2, title="Hall", address="Road 1")
    await bot("sendContact", chat_id=mara, phone_number="+1", first_name="Ann")
    assert await bot.refused("sendLocation", chat_id=mara, latitude=99, longitude=2) == (
        "Bad Request: wrong latitude or longitude specified"
    )
    assert (await telegram.transcript(mara))[-1]["contact"]["first_name"] == "Ann"


async def test_people_and_chats_are_picked_where_a_keyboard_asks(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.start(circle.finn)
    keyboard = {
        "keyboard": [
            [{"text": "People", "request_users": {"request_id": 7, "max_quantity": 2, "request_name": True}}],
            [{"text": "Group", "request_chat": {"request_id": 8, "chat_is_channel": False, "request_title": True}}],
        ]
    }
    sent = await bot("sendMessage", chat_id=circle.finn, text="Who?", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert (await telegram.transcript(circle.finn))[-1]["keyboard"] == keyboard["keyboard"]
    await bot.updates()
    await telegram.act(circle.finn, "share_users", chat=circle.finn, request_id=7, users=[circle.mara, circle.ada])
    await telegram.act(circle.finn, "share_chat", chat=circle.finn, request_id=8, shared=circle.id)
    users, chat = [update["message"] for update in await bot.updates()]
    assert users["users_shared"]["users"][0] == {"user_id": circle.mara, "first_name": "Mara"}
    assert chat["chat_shared"] == {"request_id": 8, "chat_id": circle.id, "title": "Circle"}
    with pytest.raises(Refused, match="No keyboard asks"):
        await telegram.act(circle.finn, "share_users", chat=circle.finn, request_id=9, users=[circle.mara])
    with pytest.raises(Refused, match="1 to 2"):
        await telegram.act(
            circle.finn, "share_users", chat=circle.finn, request_id=7, users=[circle.mara, circle.ada, circle.finn]
        )


async def test_buttons_are_pressed_by_text_place_or_data_and_links_followed(
    telegram: Client, bot: Bot, mara: int
) -> None:
    rows = [
        [{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Join", "url": "https://t.me/sandbox_bot?start=join_7"}, {"text": "Map", "url": "https://x.org"}],
    ]
    sent = await bot("sendMessage", chat_id=mara, text="?", reply_markup={"inline_keyboard": rows})
    await bot.updates()
    number = sent["message_id"]
    for button in ("No", (0, 1), "n"):
        await telegram.press(mara, number, button, wait=0)
    assert [u["callback_query"]["data"] for u in await bot.updates()] == ["n", "n", "n"]
    assert (await telegram.press(mara, number, "Map"))["url"] == "https://x.org"
    assert await bot.updates() == []
    await telegram.press(mara, number, "Join")
    assert (await bot.updates())[0]["message"]["text"] == "/start join_7"
    with pytest.raises(Refused, match="no button 'Maybe'"):
        await telegram.press(mara, number, "Maybe")


async def test_a_press_waits_for_its_answer(telegram: Client, bot: Bot, mara: int) -> None:
    sent = await bot("sendMessage", chat_id=mara, text="?", reply_markup=buttons("Yes"))
    await bot.updates()
    press = asyncio.create_task(telegram.press(mara, sent["message_id"], "Yes", wait=5))
    query = (await bot("getUpdates", timeout=5))[0]["callback_query"]
    assert query["message"]["message_id"] == sent["message_id"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Good")
    told = await press
    assert (told["callback_id"], told["answered"], told["text"]) == (query["id"], True, "Good")


async def test_inline_results_are_offered_and_sent(telegram: Client, bot: Bot, circle: Circle) -> None:
    inline = asyncio.create_task(telegram.act(circle.mara, "inline", query="sleep", wait=5))
    query = (await bot("getUpdates", timeout=5))[0]["inline_query"]
    assert (query["query"], query["from"]["id"]) == ("sleep", circle.mara)
    result = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "Sleep well"}}
    await bot("answerInlineQuery", inline_query_id=query["id"], results=[result])
    told = await inline
    assert (told["answered"], told["results"]) == (True, [result])
    assert await bot.refused("answerInlineQuery", inline_query_id=query["id"], results=[]) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    await bot.updates()
    await telegram.act(circle.mara, "choose", inline_id=told["inline_id"], result="1", chat=circle.id)
    message, chosen = await bot.updates()
    assert (message["message"]["text"], message["message"]["via_bot"]["id"]) == ("Sleep well", 42)
    assert chosen["chosen_inline_result"]["result_id"] == "1"


async def test_copies_and_forwards(telegram: Client, bot: Bot, circle: Circle, mara: int) -> None:
    await telegram.start(circle.mara)
    asked = await telegram.send(circle.mara, "my question")
    where = {"chat_id": circle.id, "from_chat_id": circle.mara, "message_id": asked}
    copied = await bot("copyMessage", **where)
    forwarded = await bot("forwardMessage", **where)
    assert forwarded["forward_origin"]["sender_user"]["id"] == circle.mara
    shown = {m["message_id"]: m for m in await telegram.transcript(circle.id)}
    assert "forward" not in shown[copied["message_id"]]
    assert shown[forwarded["message_id"]]["forward"]["name"] == "Mara"
    assert await bot.refused("copyMessage", **(where | {"message_id": 999})) == (
        "Bad Request: message to copy not found"
    )
    await telegram.act(circle.mara, "forward", chat=circle.mara, from_chat=circle.id, message_id=copied["message_id"])
    assert (await telegram.transcript(circle.mara))[-1]["forward"]["id"] == 42


async def test_links_to_people_are_mentions_of_those_who_are_known(telegram: Client, bot: Bot, circle: Circle) -> None:
    text = f'<a href="tg://user?id={circle.mara}">Mara</a> and <a href="tg://user?id=5">nobody</a>'
    sent = await bot("sendMessage", chat_id=circle.id, text=text, parse_mode="HTML")
    assert sent["text"] == "Mara and nobody"
    assert [(e["type"], e["offset"], e["user"]["id"]) for e in sent["entities"]] == [("text_mention", 0, circle.mara)]
    where = {"chat_id": circle.id, "message_id": sent["message_id"]}
    assert "not modified" in await bot.refused("editMessageText", **where, text=text, parse_mode="HTML")
    edited = await bot("editMessageText", **where, text="nobody", parse_mode="HTML")
    assert "entities" not in edited


def command(name: str) -> list[Json]:
    return [{"command": name, "description": f"About {name}"}]


async def test_commands_are_suggested_from_the_narrowest_scope(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.act(circle.mara, "name", first_name="Mara", language_code="de")

    async def suggested(chat: int, person: int) -> list[str]:
        offered = (await telegram.chat(chat))["commands"].get(str(person), [])
        return [each["command"] for each in offered]

    scopes: list[tuple[str, Json | None, str]] = [
        ("default", None, ""),
        ("group", {"type": "all_group_chats"}, ""),
        ("gruppe", {"type": "all_group_chats"}, "de"),
        ("admins", {"type": "all_chat_administrators"}, ""),
        ("room", {"type": "chat_administrators", "chat_id": circle.id}, ""),
    ]
    seen = []
    for name, scope, language in scopes:
        await bot("setMyCommands", commands=command(name), scope=scope, language_code=language)
        seen.append([(await suggested(circle.id, who))[0] for who in (circle.mara, circle.ada)])
    assert seen == [
        ["default", "default"],
        ["group", "group"],
        ["gruppe", "group"],
        ["gruppe", "admins"],
        ["gruppe", "room"],
    ]
    assert await suggested(circle.mara, circle.mara) == ["default"]
    assert await bot("getMyCommands", scope={"type": "all_group_chats"}, language_code="de") == command("gruppe")
    await bot("deleteMyCommands", scope={"type": "all_group_chats"}, language_code="de")
    assert await suggested(circle.id, circle.mara) == ["group"]
    wrong = [{"command": "Next", "description": "x"}]
    assert await bot.refused("setMyCommands", commands=wrong) == "Bad Request: BOT_COMMAND_INVALID"
    empty = [{"command": "next", "description": ""}]
    assert await bot.refused("setMyCommands", commands=empty) == "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
    elsewhere = {"type": "chat", "chat_id": -5}
    assert await bot.refused("setMyCommands", commands=command("x"), scope=elsewhere) == "Bad Request: chat not found"


async def test_what_the_bot_says_of_itself(bot: Bot, mara: int) -> None:
    await bot("setMyDescription", description="Keeps circles", language_code="")
    await bot("setMyShortDescription", short_description="Kreise", language_code="de")
    assert await bot("getMyDescription", language_code="de") == {"description": "Keeps circles"}
    assert await bot("getMyShortDescription") == {"short_description": ""}
    assert await bot("getMyName") == {"name": "Sandbox bot"}
    assert await bot.refused("setMyName", name="x" * 65) == "Bad Request: BOT_TITLE_INVALID"
    await bot("setChatMenuButton", chat_id=mara, menu_button={"type": "commands"})
    assert await bot("getChatMenuButton", chat_id=mara) == {"type": "commands"}
    assert await bot("getChatMenuButton") == {"type": "default"}
    assert await bot("getUserProfilePhotos", user_id=mara) == {"total_count": 0, "photos": []}


async def test_the_clock_moves_only_when_told(telegram: Client, bot: Bot, mara: int) -> None:
    assert abs((await telegram.request("GET", "clock"))["offset"]) == 0
    await telegram.set_clock("2027-03-28T00:59:00Z")
    assert (await telegram.world())["now"].startswith("2027-03-28T00:59:0")
    sent = await bot("sendMessage", chat_id=mara, text="x")
    await telegram.advance(120)
    later = await bot("sendMessage", chat_id=mara, text="y")
    assert 119 <= later["date"] - sent["date"] <= 125
    assert (await telegram.transcript(mara))[-1]["date"].startswith("2027-03-28T01:01:0")
    await telegram.request("POST", "clock", {"reset": True})
    assert (await telegram.request("GET", "clock"))["offset"] == 0
    with pytest.raises(Refused, match="no time"):
        await telegram.set_clock("tomorrow")


async def test_waiting_is_woken_by_what_happens(telegram: Client, bot: Bot, mara: int) -> None:
    seq = await telegram.seq()
    assert (await telegram.wait(seq, 0.05))["events"] == []
    assert await telegram.wait(seq + 100, 20) == {"seq": seq, "events": []}, "told at once that it was another run"
    waiting = asyncio.create_task(telegram.wait_for("hello", chat=mara))
    typing = asyncio.create_task(telegram.wait(seq, 5))
    await bot("sendChatAction", chat_id=mara, action="typing")
    assert (await typing)["events"][0] == {"seq": seq + 1, "type": "typing", "chat": mara, "action": "typing"}
    await bot("sendMessage", chat_id=mara, text="well, hello there")
    assert (await waiting)["text"] == "well, hello there"
    with pytest.raises(AssertionError, match="well, hello there"):
        await telegram.wait_for("goodbye", chat=mara, timeout=0.1)


async def test_settled_means_that_the_bot_took_all_and_asks_for_more(telegram: Client, bot: Bot, mara: int) -> None:
    with pytest.raises(AssertionError, match="still"):
        await telegram.settled(0.05)
    await bot.updates()
    poll = asyncio.create_task(bot("getUpdates", timeout=20))
    await telegram.settled()
    assert not poll.done()
    done = await telegram.acts([{"person": mara, "do": "send", "text": text} for text in ("one", "two")])
    assert [each["message_id"] for each in done] == [2, 3]
    assert (await poll)[0]["message"]["text"] == "one"


async def test_transcripts_as_text(telegram: Client, bot: Bot, circle: Circle) -> None:
    first = await telegram.send(circle.mara, "hello", circle.id)
    await bot("sendMessage", chat_id=circle.id, text="a & b", reply_markup=buttons("Going", "Maybe"),
              reply_parameters={"message_id": first})  # fmt: skip
    assert (await telegram.text(circle.id, circle.mara)).splitlines() == [
        "#1 — Finn: created the group",
        "#2 — Finn: Sandbox bot was added to the group",
        "#3 Mara: hello",
        "#4 Sandbox bot: (to #3) a & b",
        "    [Going] [Maybe]",
    ]
    outsider = (await telegram.person("Tom"))["id"]
    assert await telegram.text(circle.id, outsider) == ""


async def test_the_control_api_says_what_is_wrong(telegram: Client, bot: Bot, mara: int) -> None:
    for words, call in (
        ("no person 5", telegram.act(5, "start")),
        ("can do 'fly'", telegram.act(mara, "fly")),
        ("no free id", telegram.person("Twin", id=mara)),
        ("1 to 64", telegram.person("")),
        ("There is no chat", telegram.send(mara, "x", -5)),
        ("group or supergroup", telegram.group("G", mara, type="channel")),
        ("kind is one of", telegram.fault("flood")),
        ("no fault 9", telegram.request("DELETE", "faults/9")),
        ("Say inject", telegram.request("POST", "updates", {})),
        ("whole number", telegram.request("GET", "transcript", chat="x")),
    ):
        with pytest.raises(Refused, match=words):
            await call


async def test_the_page_is_served_and_never_kept(sandbox: Sandbox, bot: Bot) -> None:
    async with bot.http.get(f"{sandbox.url}/") as page:
        assert page.status == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert "<html" in await page.text()
    async with bot.http.get(f"{sandbox.url}/nothing.js") as missing:
        assert missing.status == 404


async def test_a_reset_empties_the_world(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.send(circle.mara, "/next", circle.id)
    await telegram.fault("500")
    await telegram.reset(seed=7)
    world = await telegram.world()
    assert (world["people"], world["chats"], world["faults"], world["bot"]["id"]) == ([], [], [], 42)
    assert (await telegram.pending())["updates"] == 0
    first = (await telegram.person("Finn"))["id"]
    await telegram.send(first, "hello")
    one = await bot("getUpdates")
    await telegram.reset(seed=7)
    assert (await telegram.person("Finn"))["id"] == first
    await telegram.send(first, "hello")
    two = await bot("getUpdates")
    assert (kinds(one), one[0]["update_id"]) == (kinds(two), two[0]["update_id"])


async def test_a_file_that_was_sent_cannot_run_in_the_page(sandbox: Sandbox, telegram: Client) -> None:
    fay = (await telegram.person("Fay"))["id"]
    await telegram.start(fay)
    content = base64.b64encode(b"<script>alert(1)</script>").decode()
    await telegram.act(fay, "document", chat=fay, file_name="x.html", content=content)
    sent = (await telegram.transcript(fay))[-1]["document"]
    async with aiohttp.ClientSession() as http, http.get(sandbox.url + sent["url"]) as answer:
        assert answer.status == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
