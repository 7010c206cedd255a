"""Messages on the phones: they come live, change in place, vanish, and are only words however hostile."""

import base64

from playwright.async_api import Locator, Page, expect

NAMES = ("Mara Okafor", "Ines Duarte", "Jo Whitfield")
# The smallest PNG there is: one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def pane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name}’s phone")


def log(page: Page, name: str) -> Locator:
    return pane(page, name).get_by_role("log")


async def test_what_is_said_in_the_group_shows_at_once_on_every_phone_in_it(page, bot, circle, telegram):
    await bot.say(circle.group, "Coffee on Tuesday")
    await telegram.send(circle.mara, "See you there", circle.group)
    for name in NAMES:
        articles = log(page, name).get_by_role("article")
        await expect(articles).to_have_count(2)
        await expect(articles.first).to_contain_text("Coffee on Tuesday")
        await expect(articles.last).to_contain_text("See you there")


async def test_what_is_said_in_private_shows_on_one_phone_only(page, bot, circle, telegram):
    await telegram.start(circle.mara)
    await bot.say(circle.mara, "Just between us")
    await pane(page, "Mara Okafor").get_by_role("button", name="Circlekeeper").click()
    await expect(log(page, "Mara Okafor")).to_contain_text("Just between us")
    for name in NAMES[1:]:
        await expect(pane(page, name)).not_to_contain_text("Just between us")


async def test_words_typed_and_sent_with_enter_reach_the_others(page):
    field = pane(page, "Ines Duarte").get_by_label("Message", exact=True)
    await field.press_sequentially("two")
    await field.press("Shift+Enter")
    await field.press_sequentially("lines")
    await field.press("Enter")
    await expect(field).to_have_value("")
    await expect(log(page, "Mara Okafor").get_by_role("article", name="Ines Duarte")).to_contain_text("two\nlines")


async def test_an_edit_changes_the_message_in_its_place_and_keeps_the_focus(page, bot, circle):
    card = await bot.say(circle.group, "Going: nobody", ["Going", "Maybe"])
    await bot.say(circle.group, "after it")
    button = log(page, "Mara Okafor").get_by_role("button", name="Going")
    await button.focus()
    before = await button.element_handle()
    keyboard = {
        "inline_keyboard": [[{"text": "Going (1)", "callback_data": "g"}, {"text": "Maybe", "callback_data": "m"}]]
    }
    await bot("editMessageText", chat_id=circle.group, message_id=card, text="Going: Mara", reply_markup=keyboard)
    first = log(page, "Mara Okafor").get_by_role("article").first
    await expect(first).to_contain_text("Going: Mara")
    await expect(first).to_contain_text("edited")
    assert await before.inner_text() == "Going (1)"
    assert await page.evaluate("document.activeElement.textContent.startsWith('Going (1)')")


async def test_a_deleted_message_vanishes_and_the_others_stay(page, bot, circle):
    gone = await bot.say(circle.group, "a slip")
    await bot.say(circle.group, "what stays")
    await expect(log(page, "Jo Whitfield")).to_contain_text("a slip")
    await bot("deleteMessage", chat_id=circle.group, message_id=gone)
    for name in NAMES:
        await expect(log(page, name)).not_to_contain_text("a slip")
        await expect(log(page, name)).to_contain_text("what stays")


async def test_a_tap_on_the_pinned_bar_leads_to_the_card(page, bot, circle):
    card = await bot.say(circle.group, "The card of this week")
    for number in range(30):
        await bot.say(circle.group, f"talk {number}")
    await bot("pinChatMessage", chat_id=circle.group, message_id=card, disable_notification=True)
    bar = pane(page, "Ines Duarte").get_by_role("button", name="Pinned message")
    await expect(bar).to_contain_text("The card of this week")
    there = log(page, "Ines Duarte").get_by_role("article").first
    await expect(there).not_to_be_in_viewport()
    await bar.click()
    await expect(there).to_be_in_viewport()
    await bot("unpinAllChatMessages", chat_id=circle.group)
    await expect(bar).to_be_hidden()


async def test_reading_back_is_not_disturbed_by_what_comes(page, bot, circle):
    for number in range(30):
        await bot.say(circle.group, f"talk {number}")
    messages = log(page, "Mara Okafor")
    await expect(messages.get_by_role("article")).to_have_count(30)
    await expect(messages.get_by_role("article").last).to_be_in_viewport()
    await messages.evaluate("log => log.scrollTo(0, 0)")
    newer = pane(page, "Mara Okafor").get_by_role("button", name="To the newest message")
    await expect(newer).to_be_visible()
    await bot.say(circle.group, "news")
    arrived = pane(page, "Mara Okafor").get_by_role("button", name="1 new message")
    await expect(arrived).to_be_visible()
    assert await messages.evaluate("log => log.scrollTop") == 0
    await arrived.click()
    await expect(messages.get_by_role("article").last).to_be_in_viewport()
    await expect(newer).to_be_hidden()


async def test_unread_messages_are_counted_until_the_chat_is_opened(page, bot, circle, telegram):
    await telegram.start(circle.jo)
    await bot.say(circle.jo, "one")
    await bot.say(circle.jo, "two")
    chat = pane(page, "Jo Whitfield").get_by_role("button", name="Circlekeeper, 2 unread messages")
    await chat.click()
    await expect(pane(page, "Jo Whitfield").get_by_role("button", name="Circlekeeper", exact=True)).to_be_visible()
    await expect(pane(page, "Mara Okafor").get_by_role("button", name="unread")).to_have_count(0)


async def test_replies_are_quoted_and_lead_to_what_they_answer(page, bot, circle, telegram):
    asked = await telegram.send(circle.mara, "Is there parking?", circle.group)
    await bot.say(circle.group, "Behind the hall", reply_parameters={"message_id": asked})
    quote = log(page, "Ines Duarte").get_by_role("button", name="In reply to Mara Okafor Is there parking?")
    await quote.click()
    await expect(log(page, "Ines Duarte").get_by_role("article").first).to_be_focused()


async def test_a_message_can_be_answered_edited_pinned_and_deleted_from_its_menu(page, bot, circle, telegram):
    await telegram.send(circle.mara, "Fist", circle.group)
    article = log(page, "Mara Okafor").get_by_role("article")
    actions = article.get_by_role("button", name="Message actions")
    await article.hover()
    await actions.click()
    await page.get_by_role("menuitem", name="Edit").click()
    field = pane(page, "Mara Okafor").get_by_label("Message", exact=True)
    await expect(field).to_have_value("Fist")
    await field.fill("First")
    await field.press("Enter")
    await expect(log(page, "Jo Whitfield")).to_contain_text("First")
    await actions.click()
    await expect(page.get_by_role("menuitem", name="Pin")).to_be_hidden()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(log(page, "Jo Whitfield").get_by_role("article")).to_have_count(0)


async def test_photos_are_shown_and_files_offered(page, circle):
    attach = pane(page, "Mara Okafor").locator("input[type=file]")
    await attach.set_input_files({"name": "hall.png", "mimeType": "image/png", "buffer": PIXEL})
    image = log(page, "Ines Duarte").get_by_role("img", name="Photo")
    await expect(image).to_be_visible()
    assert await image.evaluate("async img => (await img.decode(), img.naturalWidth)") == 1
    await attach.set_input_files({"name": "list.txt", "mimeType": "text/plain", "buffer": b"bread"})
    async with page.expect_download() as download:
        await log(page, "Ines Duarte").get_by_role("link", name="list.txt").click()
    assert (await download.value).suggested_filename == "list.txt"


HOSTILE = ("<img src=x onerror=alert(1)>", "<&>" * 21 + "<", "\u202eمرحبا\u202c <script>alert(1)</script>")


async def test_hostile_names_and_words_are_only_words(page, bot, circle, telegram):
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for name in HOSTILE:
        stranger = (await telegram.person(name))["id"]
        await telegram.act(stranger, "join", chat=circle.group)
        said = await telegram.send(stranger, f"I am {name}", circle.group)
        card = await bot.say(circle.group, f"Welcome {name}", [name[:40]])
        await bot("pinChatMessage", chat_id=circle.group, message_id=card)
        for each in NAMES:
            article = log(page, each).locator(f'[data-key="message {said}"]')
            await expect(article.locator(".words")).to_have_text(f"I am {name}")
            await expect(article.locator("bdi.name")).to_have_text(name)
            await expect(log(page, each).get_by_role("button", name=name[:40], exact=True)).to_be_visible()
    assert await page.locator("main img, main script, main iframe").count() == 0
    assert dialogs == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_formatting_is_shown_and_links_go_only_where_links_may(page, bot, circle):
    html = '<b>bold</b> <tg-spoiler>secret</tg-spoiler> <a href="https://example.org/">out</a> <code>/no</code> /next'
    await bot.say(circle.group, html, parse_mode="HTML")
    words = log(page, "Mara Okafor").locator(".words")
    await expect(words.locator("b")).to_have_text("bold")
    link = words.get_by_role("link", name="out")
    await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    await expect(words.get_by_role("button", name="/no")).to_have_count(0)
    await words.get_by_role("button", name="Hidden words").click()
    await expect(words.get_by_text("secret")).to_be_visible()
    await words.get_by_role("button", name="/next").click()
    await expect(log(page, "Jo Whitfield").get_by_role("article", name="Mara")).to_contain_text("/next")


async def test_markup_that_the_server_let_slip_is_still_not_markup_here(page, watch):
    # The page's policy refuses the handlers even before they are dropped, and says so.
    watch.forgiven = ("Content Security Policy",)
    built = await page.evaluate(
        """async () => {
          const { safeHtml } = await import('/html.js');
          const box = document.createElement('div');
          box.append(safeHtml('<img src=x onerror=alert(1)><b onclick=alert(1)>b</b><a href="javascript:alert(1)">x</a>'
            + '<script>alert(1)</script><iframe src="https://example.org"></iframe><svg onload=alert(1)>s</svg>'));
          return box.innerHTML;
        }"""
    )
    assert built == "<b>b</b><span>x</span>s"


async def test_words_written_from_right_to_left_stand_so(page, bot, circle):
    await bot.say(circle.group, "مرحبا بالجميع")
    words = log(page, "Mara Okafor").locator(".words")
    assert await words.evaluate("node => getComputedStyle(node).direction") == "rtl"
