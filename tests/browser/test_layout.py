"""For every screen and every body: three phones or one, the keyboard alone, a screen reader, light and dark."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

DESKTOP = ViewportSize(width=1400, height=900)
PHONE = ViewportSize(width=390, height=844)

# Every control a person can reach, and those of them that have no name to be told by.
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [role=tab], summary')]
  .filter((e) => e.checkVisibility() && e.type !== 'file')
  .filter((e) => !(e.getAttribute('aria-label') || e.innerText || [...(e.labels ?? [])].some((l) => l.innerText)))
  .map((e) => e.outerHTML)"""

# Text whose contrast with what is painted behind it is below 4.5:1 (WCAG 2.2, 1.4.3), with the ratio.
PALE = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const over = (...layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground');
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.disabled) continue;
    if (e.closest('noscript, script')) continue;
    const layers = [];
    for (let up = e; up; up = up.parentElement) layers.unshift(getComputedStyle(up).backgroundColor);
    const back = over(ground, ...layers);
    const front = over(`rgb(${back})`, getComputedStyle(e).color);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${e.className} ${e.textContent.slice(0, 30)}`);
  }
  return bad;
}"""


async def lively(page: Page, bot, circle, telegram) -> None:
    """A group with some of everything in it."""
    card = await bot.say(circle.group, "<b>Coffee and chat</b>\nTuesday, 10:00", ["Going", "Maybe"], parse_mode="HTML")
    await bot("pinChatMessage", chat_id=circle.group, message_id=card)
    await bot("setMyCommands", commands=[{"command": "next", "description": "The next meetup"}])
    await telegram.send(circle.mara, "See https://example.org and /next", circle.group, reply_to=card)
    await telegram.send(circle.jo, "a" * 300, circle.group)
    await telegram.request("PUT", "moments", [{"label": "a day before the meetup", "at": "2099-01-01T10:00:00Z"}])
    await telegram.request("POST", "faults", {"kind": "429", "method": "sendPhoto"})
    await expect(page.get_by_role("article").last).to_be_attached()
    await expect(page.get_by_text("1 fault on")).to_be_visible()


async def test_a_narrow_screen_shows_one_phone_at_a_time(phone, bot, circle):
    tabs = phone.get_by_role("tablist", name="People").get_by_role("tab")
    await expect(tabs).to_have_text(["Mara", "Ines", "Jo"])
    await expect(phone.get_by_role("tabpanel")).to_have_count(1)
    await bot.say(circle.group, "news")
    await expect(phone.get_by_role("tab", name="Ines Duarte, 1 unread message")).to_be_visible()
    await expect(phone.get_by_role("tab", name="Mara Okafor", exact=True)).to_have_attribute("aria-selected", "true")
    await phone.get_by_role("tab", name="Ines").click()
    await expect(phone.get_by_role("tabpanel", name="Ines Duarte’s phone")).to_contain_text("news")
    await expect(phone.get_by_role("tabpanel")).to_have_count(1)
    await expect(phone.get_by_role("tab", name="Ines Duarte", exact=True)).to_be_focused()
    await phone.keyboard.press("ArrowRight")
    await expect(phone.get_by_role("tabpanel", name="Jo Whitfield’s phone")).to_be_visible()


async def test_nothing_runs_over_the_edge_of_a_phone(phone, bot, circle, telegram):
    await telegram.group("A very long title " * 5, circle.mara, members=[circle.jo])
    await lively(phone, bot, circle, telegram)
    fits = "document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"
    assert await phone.evaluate(fits)
    await phone.get_by_role("button", name="Behind the scenes").click()
    assert await phone.evaluate(fits)
    for part in ("#strip-body", ".log", ".composer"):
        assert await phone.locator(part).first.evaluate("e => e.scrollWidth <= e.clientWidth"), part
    await phone.get_by_role("button", name="Behind the scenes").click()
    await phone.get_by_role("button", name="World time").click()
    panel = phone.get_by_role("dialog", name="Move the clock")
    assert await panel.evaluate("e => e.scrollWidth <= e.clientWidth")
    box = await panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


async def test_fingers_find_what_they_press(phone, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going"])
    for name in ("Going", "Send", "Pull the plug", "Behind the scenes"):
        for button in await phone.get_by_role("button", name=name, exact=True).all():
            box = await button.bounding_box()
            assert box is not None
            assert box["height"] >= 40, name


async def test_everything_can_be_done_without_a_mouse(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going", "Maybe"])
    await expect(page.get_by_role("article")).to_have_count(3)
    await page.keyboard.press("Alt+Digit2")
    field = page.get_by_role("region", name="Ines Duarte’s phone").get_by_label("Message", exact=True)
    await expect(field).to_be_focused()
    await page.keyboard.type("On my way")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article", name="Ines Duarte")).to_have_count(3)
    # Back from the field, past the clip, stands the last button of the log.
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator(":focus")).to_have_text("Maybe")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    assert (await bot.press())["data"] == "Going"
    # From the log, the arrows walk the messages, and Tab comes to the actions of the one they are on.
    log = page.get_by_role("region", name="Ines Duarte’s phone").get_by_role("log")
    await log.focus()
    await page.keyboard.press("ArrowUp")
    await expect(log.get_by_role("article").last).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(log.get_by_role("button", name="Message actions").last).to_be_focused()


async def test_every_stop_of_the_tab_key_can_be_seen(page, bot, circle, telegram):
    await lively(page, bot, circle, telegram)
    await page.get_by_role("button", name="Behind the scenes").click()
    seen: set[str] = set()
    for _ in range(90):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body) return null;
              const { outlineStyle, outlineWidth } = getComputedStyle(e);
              return { what: e.outerHTML.slice(0, 160),
                ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
            }"""
        )
        if stop is None:  # past the end, and round again
            continue
        assert stop["ring"], stop["what"]
        seen.add(stop["what"])
    assert len(seen) > 30


async def test_every_control_has_a_name(page, bot, circle, telegram):
    await lively(page, bot, circle, telegram)
    await page.get_by_role("button", name="Behind the scenes").click()
    await page.get_by_role("button", name="World time").click()
    assert await page.evaluate(NAMELESS) == []


async def test_a_screen_reader_finds_its_way(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going"])
    for role, name in (("main", None), ("banner", None), ("complementary", "Behind the scenes")):
        await expect(page.get_by_role(role, name=name)).to_have_count(1)
    await expect(page.get_by_role("region")).to_have_count(3)
    await expect(page.get_by_role("heading", name="Ines Duarte")).to_have_count(1)
    region = page.get_by_role("region", name="Ines Duarte’s phone")
    await expect(region.get_by_role("navigation", name="Ines Duarte’s chats")).to_be_visible()
    await region.get_by_label("Message", exact=True).focus()
    logs = page.get_by_role("log")
    # Only the phone in use is read aloud: the same words from three would be a babble.
    assert await logs.evaluate_all("all => all.map((e) => e.ariaLive)") == ["off", "polite", "off"]
    await expect(region.get_by_role("log")).to_match_aria_snapshot(
        """
        - log "Messages in Calderwood parents, Ines Duarte’s phone":
          - article /Circlekeeper/:
            - text: /Coming/
            - button "Message actions"
        """
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
async def test_words_can_be_read_in_light_and_dark(page, bot, circle, telegram, size):
    await page.set_viewport_size(size)
    await lively(page, bot, circle, telegram)
    await page.get_by_role("button", name="Behind the scenes").click()
    await expect(page.get_by_role("heading", name="Make something go wrong")).to_be_visible()
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(PALE) == [], scheme


async def test_nothing_moves_for_who_asked_for_that(page, bot, circle):
    await bot.say(circle.group, "Coming?", ["Going"])
    button = page.get_by_role("region", name="Mara Okafor’s phone").locator(".inline")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    assert (
        await button.evaluate("e => getComputedStyle(e.querySelector('.waiting'), '::after').animationName") == "none"
    )
    moving = "[...document.querySelectorAll('*')].filter((e) => e.getAnimations({ subtree: true }).length).length"
    assert await page.evaluate(moving) == 0
