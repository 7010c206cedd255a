"""Pressing: the wait for the bot's answer is seen, the answer is told, links and keyboards do what they say."""

from playwright.async_api import Locator, Page, expect


def pane(page: Page, name: str = "Mara Okafor") -> Locator:
    return page.get_by_role("region", name=f"{name}’s phone")


async def test_a_pressed_button_waits_visibly_until_the_bot_answers(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going", "Maybe"])
    going = pane(page).locator(".inline", has_text="Going")
    await going.click()
    await expect(going).to_have_attribute("aria-busy", "true")
    await expect(going).to_have_accessible_name("Going, waiting for the answer")
    await expect(pane(page, "Jo Whitfield").locator("[aria-busy]")).to_have_count(0)
    press = await bot.press()
    assert press["from"]["id"] == circle.mara
    await bot("answerCallbackQuery", callback_query_id=press["id"], text="You are down as Going")
    await expect(pane(page).get_by_role("status")).to_have_text("You are down as Going")
    await expect(going).not_to_have_attribute("aria-busy", "true")
    await expect(pane(page, "Jo Whitfield").get_by_role("status")).to_have_text("")


async def test_a_second_tap_while_waiting_is_made_and_seen(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going"])
    going = pane(page).locator(".inline")
    await going.click()
    await expect(going).to_have_attribute("aria-busy", "true")
    await going.click()
    await expect(going.locator(".waiting")).to_have_text("2×")
    presses = []
    while len(presses) < 2:
        presses += await bot.presses()
    for press in presses:
        await bot("answerCallbackQuery", callback_query_id=press["id"])
    await expect(going).not_to_have_attribute("aria-busy", "true")


async def test_a_press_survives_the_edit_of_its_message(page, bot, circle):
    card = await bot.say(circle.group, "Coming?", ["Going"])
    going = pane(page).locator(".inline")
    await going.click()
    press = await bot.press()
    keyboard = {"inline_keyboard": [[{"text": "Going (1)", "callback_data": "g"}]]}
    await bot("editMessageText", chat_id=circle.group, message_id=card, text="One comes", reply_markup=keyboard)
    await expect(going).to_contain_text("Going (1)")
    await expect(going).to_have_attribute("aria-busy", "true")
    await bot("answerCallbackQuery", callback_query_id=press["id"])
    await expect(going).not_to_have_attribute("aria-busy", "true")


async def test_a_press_that_nobody_answered_gives_up_when_telegram_does(page, bot, circle, telegram):
    await bot.say(circle.group, "Coming?", ["Going"])
    await pane(page).locator(".inline").click()
    await expect(pane(page).locator("[aria-busy]")).to_have_count(1)
    await telegram.request("POST", "clock", {"advance": 200})
    await expect(pane(page).get_by_role("status")).to_have_text("The bot did not answer this tap.", timeout=8000)
    await expect(pane(page).locator("[aria-busy]")).to_have_count(0)


async def test_an_alert_is_a_window_that_has_to_be_closed(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going"])
    await pane(page).locator(".inline").click()
    press = await bot.press()
    await bot("answerCallbackQuery", callback_query_id=press["id"], text="The hall is full", show_alert=True)
    alert = page.get_by_role("alertdialog", name="Mara Okafor’s phone")
    await expect(alert).to_contain_text("The hall is full")
    await page.keyboard.press("Escape")
    await expect(alert).to_be_hidden()


async def test_a_button_into_private_starts_the_bot_there_once(page, bot, circle, telegram):
    url = "https://t.me/a_bot_with_a_name_of_32_letters?start=remind"
    await bot("sendMessage", chat_id=circle.group, text="Reminders",
              reply_markup={"inline_keyboard": [[{"text": "In private", "url": url}],
                                                [{"text": "Map", "url": "https://example.org/map"}]]})  # fmt: skip
    assert await pane(page).get_by_role("link", name="Map").get_attribute("target") == "_blank"
    await pane(page).get_by_role("button", name="In private").click()
    await expect(pane(page).get_by_role("log")).to_contain_text("/start remind")
    await expect(pane(page).get_by_role("button", name="Circlekeeper")).to_have_attribute("aria-current", "true")
    assert len(await telegram.transcript(circle.mara)) == 1


async def test_start_block_and_unblock(page, circle, telegram):
    await pane(page).get_by_role("button", name="Circlekeeper").click()
    await expect(pane(page).get_by_label("Message", exact=True)).to_be_hidden()
    await pane(page).get_by_role("button", name="Start").click()
    await expect(pane(page).get_by_role("log")).to_contain_text("/start")
    await expect(pane(page).get_by_label("Message", exact=True)).to_be_visible()
    await pane(page).get_by_role("button", name="More for Mara Okafor").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    unblock = pane(page).get_by_role("button", name="Unblock")
    await unblock.click()
    await expect(unblock).to_be_hidden()
    assert not (await telegram.world())["people"][0]["blocked"]


async def test_a_reply_keyboard_answers_for_the_person(page, bot, circle, telegram):
    await telegram.start(circle.mara)
    await pane(page).get_by_role("button", name="Circlekeeper").click()
    rows = [["Yes", "No"], [{"text": "Choose a facilitator", "request_users": {"request_id": 7, "max_quantity": 2}}]]
    await bot("sendMessage", chat_id=circle.mara, text="Sure?", reply_markup={"keyboard": rows})
    keys = pane(page).get_by_role("group", name="Suggested answers")
    await keys.get_by_role("button", name="Yes").click()
    await expect(pane(page).get_by_role("article").last).to_contain_text("Yes")
    await keys.get_by_role("button", name="Choose a facilitator").click()
    dialog = page.get_by_role("dialog", name="Choose people")
    await dialog.get_by_label("Jo Whitfield").check()
    await dialog.get_by_role("button", name="Share").click()
    await expect(dialog).to_be_hidden()
    await bot("sendMessage", chat_id=circle.mara, text="Done", reply_markup={"remove_keyboard": True})
    await expect(keys).to_be_hidden()
    updates = await bot("getUpdates", offset=bot.offset)
    assert any("users_shared" in update.get("message", {}) for update in updates)


async def test_a_slash_suggests_commands_which_arrows_and_enter_choose(page, bot, circle):
    commands = [{"command": "next", "description": "The next meetup"}, {"command": "settings", "description": "Yours"}]
    await bot("setMyCommands", commands=commands)
    field = pane(page).get_by_label("Message", exact=True)
    await expect(pane(page).get_by_role("button", name="Commands")).to_be_visible()
    await field.press_sequentially("/")
    options = pane(page).get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options).to_have_text(["/nextThe next meetup", "/settingsYours"])
    await expect(field).to_have_attribute("aria-expanded", "true")
    await field.press("Escape")
    await expect(options).to_have_count(0)
    await field.press_sequentially("s")
    await expect(options).to_have_count(1)
    await field.press("Tab")
    await expect(field).to_have_value("/settings ")
    await field.fill("/")
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(pane(page, "Jo Whitfield").get_by_role("article", name="Mara")).to_contain_text("/settings")
    await expect(field).to_have_value("")


async def test_the_bots_typing_shows_where_it_types(page, bot, circle):
    await bot("sendChatAction", chat_id=circle.group, action="typing")
    await expect(pane(page, "Ines Duarte").get_by_text("typing")).to_be_visible()
