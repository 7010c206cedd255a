"""How a bot gets its updates."""

import asyncio

from sandbox import Client, Sandbox
from tests.sandbox.local_bot import Bot, Circle, kinds, make_circle


async def say(telegram: Client, person: int, *texts: str) -> None:
    for text in texts:
        await telegram.send(person, text)


async def test_an_offset_confirms_what_came_before_it_and_nothing_else(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await say(telegram, mara, "one", "two", "three")

    first = await bot("getUpdates", limit=2)
    assert [u["message"]["text"] for u in first] == ["one", "two"]
    again = await bot("getUpdates", limit=2)
    assert again == first, "what was not confirmed comes again"
    rest = await bot("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["three"]
    assert (await telegram.pending())["updates"] == 1


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await say(telegram, mara, "one", "two", "three")

    found = await bot("getUpdates", offset=-1)
    assert [u["message"]["text"] for u in found] == ["three"]
    assert (await telegram.pending())["updates"] == 1


async def test_an_offset_far_in_the_future_is_not_believed(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await say(telegram, mara, "one")

    update = (await bot("getUpdates"))[0]
    assert await bot("getUpdates", offset=update["update_id"] + 5_000) == [update]
    assert await bot("getUpdates", offset=update["update_id"] + 1) == []


async def test_a_held_poll_ends_with_the_update(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    poll = asyncio.create_task(bot("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert (await telegram.pending())["polling"]
    assert not poll.done()
    await telegram.send(mara, "hello")
    assert kinds(await poll) == ["message"]
    assert not (await telegram.pending())["polling"]


async def test_a_held_poll_ends_empty_after_its_timeout(bot: Bot) -> None:
    started = asyncio.get_running_loop().time()
    assert await bot("getUpdates", timeout=1) == []
    assert 0.9 < asyncio.get_running_loop().time() - started < 3


async def test_a_second_poller_ends_the_first(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    first = asyncio.create_task(bot.ask("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.ask("getUpdates", timeout=20))
    told = await first
    assert told["error_code"] == 409
    assert told["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await telegram.send(mara, "hello")
    assert kinds((await second)["result"]) == ["message"]


async def test_a_poller_that_went_away_takes_nothing_with_it(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    poll = asyncio.create_task(bot("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    poll.cancel()
    await asyncio.sleep(0.05)
    assert not (await telegram.pending())["polling"]
    await telegram.send(mara, "hello")
    assert kinds(await bot("getUpdates")) == ["message"]


async def test_kinds_are_remembered_and_rare_ones_only_come_when_asked_for(
    telegram: Client, bot: Bot, circle: Circle
) -> None:
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await bot.updates()

    await telegram.act(circle.mara, "leave", chat=circle.id)
    assert kinds(await bot.updates()) == ["message"], "chat_member is not among the default kinds"
    await bot("getUpdates", allowed_updates=["chat_member"])
    await telegram.act(circle.mara, "join", chat=circle.id)
    assert kinds(await bot.updates()) == ["chat_member"], "and nothing that was not asked for"
    await bot("getUpdates", allowed_updates=[])
    await telegram.act(circle.mara, "leave", chat=circle.id)
    assert kinds(await bot.updates()) == ["message"]


async def test_ids_that_start_anew_reach_a_bot_that_holds_an_old_offset(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.send(mara, "before")
    old = (await bot.updates())[0]["update_id"]
    fresh = await telegram.restart_ids()
    assert abs(fresh - old) > 100
    await telegram.send(mara, "after")
    found = await bot("getUpdates", offset=old + 1)
    assert [u["message"]["text"] for u in found] == ["after"]
    assert found[0]["update_id"] == fresh


async def test_a_quiet_week_starts_ids_anew(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.send(mara, "before")
    old = (await bot.updates())[0]["update_id"]
    await telegram.send(mara, "next")
    assert (await bot.updates())[0]["update_id"] == old + 1
    await telegram.advance(8 * 86_400)
    await telegram.send(mara, "after")
    assert abs((await bot("getUpdates"))[0]["update_id"] - old) > 100


async def test_updates_can_be_injected_repeated_and_dropped(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.send(mara, "hello")
    update = (await bot.updates())[0]
    await telegram.repeat(update["update_id"])
    assert await bot.updates(offset=update["update_id"] + 1) == [update], "the same id, although it was confirmed"
    assert await bot.updates() == []
    await telegram.inject({"update_id": 5, "unheard_of": {"a": 1}})
    assert await bot.updates(offset=update["update_id"] + 1) == [{"update_id": 5, "unheard_of": {"a": 1}}]
    await telegram.send(mara, "more")
    assert await telegram.drop() == 1
    assert await bot("getUpdates") == []


async def test_what_is_not_fetched_in_time_is_thrown_away(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    sent = await bot("sendMessage", chat_id=mara, text="?", reply_markup={
        "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]
    })  # fmt: skip
    await bot.updates()
    await telegram.press(mara, sent["message_id"], "Yes", wait=0)
    await telegram.send(mara, "hello")
    await telegram.advance(140)
    assert kinds(await bot("getUpdates")) == ["callback_query", "message"]
    await telegram.advance(20)
    assert kinds(await bot("getUpdates")) == ["message"]
    await telegram.advance(86_400)
    assert await bot("getUpdates") == []


async def test_the_token_names_the_bot_and_a_set_one_is_the_only_one(bot: Bot) -> None:
    assert (await bot("getMe"))["id"] == 42
    async with Sandbox.serve(token="43:right") as other:
        async with Client(other.url) as there:
            assert (await there.world())["bot"]["id"] == 43
        assert (await Bot(other.url, bot.http, "43:right")("getMe"))["id"] == 43
        told = await Bot(other.url, bot.http, "43:wrong").ask("getMe")
    assert (told["error_code"], told["description"]) == (401, "Unauthorized")


async def test_what_waited_before_the_bot_first_called_names_it_by_its_token(telegram: Client, bot: Bot) -> None:
    circle = await make_circle(telegram, bot="administrator")
    other = Bot(bot.url, bot.http, "99:other")
    change, service = await other.updates()
    assert change["my_chat_member"]["new_chat_member"]["user"]["id"] == 99
    assert service["message"]["new_chat_members"][0]["id"] == 99
    assert (await other("getChatMember", chat_id=circle.id, user_id=99))["status"] == "administrator"
    assert await other.refused("getChatMember", chat_id=circle.id, user_id=42) == "Bad Request: user not found"


async def test_bodies_come_as_forms_json_or_a_query_and_names_in_any_case(telegram: Client, bot: Bot) -> None:
    import aiohttp

    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    address = f"{bot.url}/bot42:canary/"
    multipart = aiohttp.FormData({"chat_id": str(mara), "text": "multipart"}, default_to_multipart=True)
    for path, options in (
        ("sendMessage", {"json": {"chat_id": mara, "text": "json"}}),
        ("SENDMESSAGE", {"data": {"chat_id": mara, "text": "form"}}),
        ("sendmessage", {"data": multipart}),
        (f"sendMessage?chat_id={mara}&text=query", {}),
    ):
        async with bot.http.post(address + path, **options) as answer:
            assert (await answer.json())["ok"]
    async with bot.http.get(f"{address}sendMessage?chat_id={mara}&text=get") as answer:
        assert (await answer.json())["ok"]
    said = [message["text"] for message in await telegram.transcript(mara)]
    assert said == ["/start", "json", "form", "multipart", "query", "get"]
    assert {call["method"] for call in await telegram.calls(chat=mara)} == {"sendMessage"}
    assert all(call["params"]["chat_id"] == mara for call in await telegram.calls(chat=mara))
    assert await bot("deleteMessage", chat_id=mara, message_id="2.0") is True, "a number ends where its digits end"
    unknown = await bot.ask("sendTelepathy")
    assert (unknown["error_code"], unknown["description"]) == (404, "Not Found")
