"""The world around the phones: its clock, what goes wrong in it, the bot's program, and a server that was gone."""

import sys
from datetime import datetime, timedelta

from playwright.async_api import Locator, Page, expect

from sandbox import Client, Sandbox

LOST = ("Failed to load resource", "ERR_CONNECTION_REFUSED")


def pane(page: Page, name: str = "Mara Okafor") -> Locator:
    return page.get_by_role("region", name=f"{name}’s phone")


async def world_time(telegram: Client) -> datetime:
    return datetime.fromisoformat((await telegram.world())["now"])


async def test_a_named_moment_is_one_tap_away(page, telegram):
    moments = [
        {"label": "it begins", "at": "2030-12-03T10:00:00Z"},
        {"label": "long ago", "at": "2020-01-01T00:00:00Z"},
    ]
    await telegram.request("PUT", "moments", moments)
    group = page.get_by_role("group", name="Jump to")
    await expect(group.get_by_role("button", name="long ago")).to_be_disabled()
    await group.get_by_role("button", name="it begins").click()
    await expect(page.get_by_role("button", name="World time 10:00, Tue, 3 Dec 2030")).to_be_visible()
    assert await world_time(telegram) - datetime.fromisoformat("2030-12-03T10:00:00Z") < timedelta(seconds=5)
    await expect(group.get_by_role("button", name="it begins")).to_be_disabled()


async def test_the_clock_goes_forward_by_any_time_and_to_any_time_of_any_zone(page, telegram):
    before = await world_time(telegram)
    await page.get_by_role("button", name="World time").click()
    panel = page.get_by_role("dialog", name="Move the clock")
    await panel.get_by_label("Forward by").fill("3")
    await panel.get_by_label("Unit").select_option("days")
    await panel.get_by_role("button", name="Advance").click()
    await expect(page.get_by_role("status").get_by_text("It is now")).to_be_visible()
    assert timedelta(days=3) <= await world_time(telegram) - before < timedelta(days=3, seconds=20)
    await panel.get_by_label("Time zone shown").fill("America/New_York")
    await panel.get_by_label("Set to").fill("2031-07-01T08:30")
    await panel.get_by_role("button", name="Set", exact=True).click()
    await expect(page.get_by_role("button", name="World time 08:30, Tue, 1 Jul 2031")).to_be_visible()
    assert (await world_time(telegram)).isoformat().startswith("2031-07-01T12:30")
    await panel.get_by_role("button", name="Back to this computer").click()
    await expect(page.get_by_role("button", name="Tue, 1 Jul 2031")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()


async def test_wall_times_around_a_change_of_the_clocks(page):
    shown = await page.evaluate(
        """async () => {
          const { fromWallTime } = await import('/time.js');
          const london = ['2026-03-29T01:30', '2026-10-25T01:30'].map((wall) => fromWallTime(wall, 'Europe/London'));
          const told = [...london, fromWallTime('2026-12-01T10:00', 'Asia/Kathmandu')];
          return told.map((at) => new Date(at).toISOString());
        }"""
    )
    # Skipped by the change: half an hour after it; twice there: the first; an odd offset.
    assert shown == ["2026-03-29T01:30:00.000Z", "2026-10-25T00:30:00.000Z", "2026-12-01T04:15:00.000Z"]


async def test_calls_are_listed_as_they_are_made_and_open_to_what_was_sent(page, bot, circle):
    await page.get_by_role("button", name="Behind the scenes").click()
    await bot.say(circle.group, "listed")
    calls = page.get_by_role("list", name="Calls, newest first")
    call = calls.get_by_role("listitem").filter(has_text="sendMessage")
    await expect(call).to_contain_text("Calderwood parents")
    await expect(call).to_contain_text("ok")
    await call.locator("summary").click()
    await expect(call.locator("pre")).to_contain_text('"text": "listed"')
    await page.get_by_label("Filter calls").fill("pin")
    await expect(call).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(calls).to_be_hidden()


async def test_a_fault_is_switched_on_met_and_gone(page, bot, circle, telegram):
    await page.get_by_role("button", name="Behind the scenes").click()
    form = page.get_by_role("form", name="New fault")
    await form.get_by_label("Method").fill("sendMessage")
    await form.get_by_label("Chat").select_option("Calderwood parents")
    await form.get_by_role("button", name="Switch on").click()
    on = page.get_by_role("list", name="Faults that are on").get_by_role("listitem")
    await expect(on).to_contain_text("429, too many requests: sendMessage in Calderwood parents, 1 more time")
    await expect(page.get_by_text("1 fault on")).to_be_visible()
    async with bot.session.post(
        f"{bot.url}/bot7000000001:test/sendMessage", json={"chat_id": circle.group, "text": "x"}
    ) as answer:
        assert answer.status == 429
    await expect(on).to_have_count(0)
    await expect(page.get_by_role("list", name="Calls").get_by_role("listitem").first).to_contain_text("429")
    await form.get_by_label("Fault").select_option("Slow answer")
    await form.get_by_label("Counted in").select_option("% of calls")
    await form.get_by_label("How many").fill("50")
    await form.get_by_role("button", name="Switch on").click()
    await expect(on).to_contain_text("Slow answer: sendMessage in Calderwood parents, 50 % of the time")
    assert (await telegram.request("GET", "faults"))[0]["share"] == 0.5
    await on.get_by_role("button", name="Off").click()
    await expect(on).to_have_count(0)
    assert await telegram.request("GET", "faults") == []


async def test_the_network_can_be_slowed_and_the_limits_lifted(page, telegram):
    await page.get_by_role("button", name="Behind the scenes").click()
    delay = page.get_by_role("form", name="Network delay")
    await delay.get_by_label("Network delay").fill("50")
    await delay.get_by_role("button", name="Set").click()
    limits = page.get_by_label("Telegram’s flood limits")
    await expect(limits).not_to_be_checked()
    await limits.check()
    await page.wait_for_function("async () => (await (await fetch('/control/world')).json()).latency_ms === 50")
    assert (await telegram.world())["limits"]["enabled"]


async def test_the_plug_can_be_pulled_and_the_program_started_again(chromium, watch, opened_at):
    sleeper = (sys.executable, "-c", "import time; time.sleep(600)")
    async with Sandbox.serve(port=0, command=sleeper) as sandbox, Client(sandbox.url) as telegram:
        await telegram.person("Mara")
        page = await opened_at(sandbox)
        strip = page.get_by_role("complementary", name="Behind the scenes")
        await expect(strip.get_by_text("The bot runs")).to_be_visible()
        await strip.get_by_role("button", name="Pull the plug").click()
        await expect(strip.get_by_text("The bot is stopped: the plug was pulled")).to_be_visible()
        await expect(strip.get_by_role("button", name="Start again")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(strip.get_by_text("The bot runs")).to_be_visible()
        assert (await telegram.world())["process"]["state"] == "running"
        await page.context.close()


async def test_the_page_finds_a_restarted_server_and_shows_everything_once(watch, opened_at, tmp_path):
    watch.forgiven = LOST
    state = tmp_path / "world.db"
    async with Sandbox.serve(port=0, state=state) as first, Client(first.url) as telegram:
        port = first.port
        mara = (await telegram.person("Mara"))["id"]
        await telegram.send(mara, "before")
        page = await opened_at(first)
        messages = page.get_by_role("article")
        await expect(messages).to_have_count(1)
        field = page.get_by_label("Message", exact=True)
        await field.fill("half written")
    await expect(page.get_by_role("alert")).to_contain_text("Trying again")
    async with Sandbox.serve(port=port, state=state) as second, Client(second.url) as telegram:
        await telegram.send(mara, "after")
        await expect(page.get_by_role("alert")).to_be_hidden()
        await expect(messages).to_have_count(2)
        await expect(messages.last).to_contain_text("after")
        await expect(field).to_have_value("half written")
        await page.context.close()


async def test_words_that_could_not_be_sent_stay_in_the_field(watch, opened_at):
    watch.forgiven = LOST
    async with Sandbox.serve(port=0) as sandbox, Client(sandbox.url) as telegram:
        mara = (await telegram.person("Mara"))["id"]
        await telegram.start(mara)
        page = await opened_at(sandbox)
        field = page.get_by_label("Message", exact=True)
        await field.fill("do not lose me")
    await expect(page.get_by_role("alert")).to_be_visible()
    await field.press("Enter")
    await expect(page.get_by_text("The local Telegram does not answer.")).to_be_visible()
    await expect(field).to_have_value("do not lose me")
    await page.context.close()


async def test_an_empty_world_offers_an_example(sandbox, opened_at):
    page = await opened_at(sandbox)
    await page.get_by_role("button", name="Move in an example").click()
    for name in ("Mara Okafor", "Ines Duarte", "Jo Whitfield"):
        await expect(pane(page, name)).to_contain_text("Calderwood parents")
    await page.context.close()


async def test_people_come_join_leave_and_change_phones(page, circle, telegram):
    await pane(page).get_by_role("button", name="More for Mara Okafor").click()
    await page.get_by_role("menuitem", name="Add a person").click()
    await page.get_by_label("First name").fill("Sam")
    await page.get_by_role("button", name="Add", exact=True).click()
    await pane(page).get_by_label("Whose phone this is").select_option("Sam")
    sam = pane(page, "Sam")
    await sam.get_by_role("button", name="Calderwood parents").click()
    await sam.get_by_role("button", name="Join this group").click()
    await expect(pane(page, "Jo Whitfield").get_by_role("log")).to_contain_text("Sam joined the group")
    await sam.get_by_label("Message", exact=True).fill("Hello")
    await sam.get_by_role("button", name="Send", exact=True).click()
    await expect(pane(page, "Jo Whitfield").get_by_role("article", name="Sam")).to_contain_text("Hello")
    await sam.get_by_role("button", name="More for Sam").click()
    await page.get_by_role("menuitem", name="Leave Calderwood parents").click()
    await expect(sam.get_by_role("button", name="Join this group")).to_be_visible()


async def test_choosing_somebody_who_is_on_another_phone_swaps_the_two(page):
    await pane(page).get_by_label("Whose phone this is").select_option("Jo Whitfield")
    phones = page.get_by_role("region")
    await expect(phones.first).to_have_accessible_name("Jo Whitfield’s phone")
    await expect(phones.last).to_have_accessible_name("Mara Okafor’s phone")


async def test_topics_are_kept_apart(page, bot, circle, telegram):
    forum = (await telegram.group("With topics", circle.jo, forum=True, bot="administrator"))["id"]
    jo = pane(page, "Jo Whitfield")
    await jo.get_by_role("button", name="With topics").click()
    thread = (await telegram.act(circle.jo, "topic", chat=forum, name="Sleep"))["thread"]
    await bot.say(forum, "about sleep", message_thread_id=thread)
    await bot.say(forum, "about everything")
    topics = jo.get_by_role("navigation", name="Topics")
    await expect(jo.get_by_role("log")).to_contain_text("about everything")
    await expect(jo.get_by_role("log")).not_to_contain_text("about sleep")
    await topics.get_by_role("button", name="Sleep").click()
    await expect(jo.get_by_role("log")).to_contain_text("about sleep")
    await jo.get_by_label("Message", exact=True).fill("good night")
    await jo.get_by_label("Message", exact=True).press("Enter")
    await expect(jo.get_by_role("log")).to_contain_text("good night")
    assert (await telegram.transcript(forum))[-1]["thread_id"] == thread
