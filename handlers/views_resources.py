"""Local help in words: a card that leads with the next step, and lines of a list. Text of others can start nothing."""

import html
import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from domain.opening import Opening, opening
from domain.resource_fields import FREE
from domain.resources import (
    MANY_REPORTS,
    Location,
    Resource,
    ResourceState,
    Schedule,
    Status,
    Trust,
    each_once,
    trust,
)
from handlers.names import BREAKING, TURNING, WORD_JOINER, isolated
from handlers.views_card import utf16
from handlers.words import Words

KILOMETRES_A_MILE = 1.609344
# In UTF-16 units. All that a card must say fits into ROOM at its longest; what else is known fills what is left of it.
LONGEST = {"name": 150, "step": 400, "text": 600, "line": 200, "short": 60, "phone": 40, "url": 300, "kind": 30}
ROOM = 3500
MOST = 4  # phones, languages, documents on one card
# What Telegram would make tappable in somebody else's words: a mention, a command, a tag, a link of its own kind.
STARTS = re.compile(r"(?<![\w<])([@#$/])(?=\w)|(?<=\w)(:)(?=//)|\b(t\.)(?=me/)", re.IGNORECASE)


def safe_text(text: str | None, longest: int = LONGEST["line"]) -> str:
    """Somebody else's words for a message, not escaped: no controls, one line each, nothing to tap, cut where long."""
    lines = (" ".join(BREAKING.sub(" ", line).split()) for line in TURNING.sub("", text or "").splitlines())
    joined = " ".join(filter(None, lines))
    cut = joined if utf16(joined) <= longest else _first(joined, longest - 1).rstrip() + "…"
    safe = STARTS.sub(lambda found: f"{found[0]}{WORD_JOINER}", cut)
    return f"\u2068{safe}\u2069" if isolated(safe).startswith("\u2068") else safe


def _first(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _visible(text: str) -> int:
    return utf16(html.unescape(re.sub(r"<[^>]+>", "", text)))


def web_address(url: str | None) -> str | None:
    """The address as a link of ours; None for anything but http and https with a host."""
    if not url or len(url) > LONGEST["url"] or any(c.isspace() or not c.isprintable() or c in "\"'<>" for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def in_short(t: Words, resource: Resource, now: datetime, zone: str) -> str:
    """One resource for a group: the next step, when, for whom, where; the rest opens in private."""
    when = opening_line(t, opening(resource, zone, now), now)
    facts = [when, ages_line(t, resource), cost_line(t, resource), *_where(t, resource, None, miles=False)[:1]]
    old = trust(resource, now.date()) is not Trust.FRESH
    checked = checked_line(t, resource, now.date()) if old else ""
    parts = [_head(t, resource), _step(t, resource), "\n".join(filter(None, facts)), checked]
    return "\n\n".join(filter(None, parts))


def card(
    t: Words, resource: Resource, now: datetime, zone: str, *, distance: float | None = None, miles: bool = False
) -> str:
    """One resource, whole. distance: in kilometres. zone: whose clocks count where the place says nothing itself."""
    parts = [_head(t, resource), _step(t, resource), _when(t, resource, now, zone), _what(resource)]
    checked = checked_line(t, resource, now.date())
    facts = [fact for fact in _facts(t, resource, distance, miles=miles) if fact]
    while facts and _visible("\n\n".join([*parts, *facts, checked])) > ROOM:
        facts.pop()
    return "\n\n".join(filter(None, [*parts, "\n".join(facts), checked]))


def kind_label(kind: str) -> str:
    """A kind for a button or a heading, not escaped: as it is written, with a capital at its beginning."""
    label = safe_text(kind, LONGEST["kind"])
    return label[:1].upper() + label[1:]


def title(resource: Resource) -> str:
    """Its name, not escaped."""
    return safe_text(resource.name, LONGEST["name"])


def _head(t: Words, resource: Resource) -> str:
    lines = [t("<b>{name}</b>", name=title(resource))]
    if resource.organization_name and resource.organization_name != resource.name:
        lines.append(t("{organisation}", organisation=safe_text(resource.organization_name)))
    if resource.state is not ResourceState.SHOWN or resource.status in (Status.INACTIVE, Status.DEFUNCT):
        lines.append(t("This is no longer offered."))
    elif resource.status is not Status.ACTIVE:
        lines.append(t("It is closed for now."))
    if resource.alert:
        lines.append(t("<b>Please note:</b> {alert}", alert=safe_text(resource.alert, LONGEST["step"])))
    return "\n".join(lines)


def _step(t: Words, resource: Resource) -> str:
    """What to do next: as they wrote it, else whatever way there is to reach them."""
    lines = []
    if resource.application_process:
        step = safe_text(resource.application_process, LONGEST["step"])
        lines.append(t("<b>Next step:</b> {step}", step=step))
    elif resource.phones:
        lines.append(t("<b>Next step:</b> phone them."))
    elif resource.email:
        lines.append(t("<b>Next step:</b> write to them."))
    elif web_address(resource.url):
        lines.append(t("<b>Next step:</b> look at their page."))
    else:
        lines.append(t("How to begin is not written down here. A facilitator may know."))
    if resource.required_documents:
        bring = safe_text(", ".join(resource.required_documents[:MOST]))
        lines.append(t("Bring: {documents}", documents=bring))
    return "\n".join([*lines, *_reach(t, resource)])


def _reach(t: Words, resource: Resource) -> list[str]:
    lines = []
    for phone in each_once(resource.phones)[:MOST]:
        # Digits and signs only, so that a phone makes it tappable and nothing else can hide in it.
        number = "".join(c for c in phone.number if c.isdigit() or c in "+ ()-")[: LONGEST["phone"]].strip()
        if phone.extension:
            number = t.plain("{number}, extension {extension}", number=number, extension=safe_text(phone.extension, 12))
        about = f" – {safe_text(phone.description, LONGEST['short'])}" if phone.description else ""
        lines.append(t("Phone: {number}{about}", number=number, about=about))
    if resource.email and re.fullmatch(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,190}", resource.email):
        lines.append(t("Email: {email}", email=resource.email))
    if address := web_address(resource.url):
        lines.append(t('<a href="{url}">Their page</a>', url=address))
    return lines


def _when(t: Words, resource: Resource, now: datetime, zone: str) -> str:
    lines = [opening_line(t, opening(resource, zone, now), now)]
    described = {schedule.description for schedule in _schedules(resource) if schedule.description}
    lines += [safe_text(text) and t("{text}", text=safe_text(text)) for text in sorted(described)[:2]]
    return "\n".join(filter(None, lines))


def opening_line(t: Words, known: Opening, now: datetime) -> str:
    """Open until when, or when next, on the place's clocks; empty where no times are known. Public holidays aside."""
    if not known.known:
        return ""
    if known.now is not None:
        if known.now.end - known.now.start >= timedelta(days=1):
            return t("Open now.")
        return t("Open now, until {time}.", time=t.clock(known.now.end.time()))
    if known.next is None:
        return t("No opening times are known for the next months.")
    start, end = known.next.start, known.next.end
    hours = f"{t.clock(start.time())}–{t.clock(end.time())}"
    here = now.astimezone(start.tzinfo).date()
    if start.date() == here:
        return t("Opens today: {hours}.", hours=hours)
    if start.date() == here + timedelta(days=1):
        return t("Opens tomorrow: {hours}.", hours=hours)
    return t("Opens next on {day}: {hours}.", day=t.day(start.date()), hours=hours)


def _what(resource: Resource) -> str:
    return html.escape(safe_text(resource.description, LONGEST["text"]), quote=False)


def _facts(t: Words, resource: Resource, distance: float | None, *, miles: bool) -> list[str]:
    lines = [ages_line(t, resource), cost_line(t, resource), *_where(t, resource, distance, miles=miles)]
    if resource.eligibility_description:
        lines.append(t("Who for: {who}", who=safe_text(resource.eligibility_description)))
    if resource.wheelchair is not None:
        lines.append(t("Good for wheelchairs.") if resource.wheelchair else t("Not good for wheelchairs."))
    if resource.languages:
        lines.append(t("Languages: {languages}", languages=safe_text(", ".join(resource.languages[:MOST]))))
    lines += [
        t("Getting there: {way}", way=safe_text(place.transportation))
        for place in _places(resource)[:2]
        if place.transportation
    ]
    if access := [*resource.accessibility, *(one for place in _places(resource) for one in place.accessibility)]:
        lines.append(t("Getting in and around: {access}", access=safe_text(", ".join(access[:MOST]))))
    return lines


def _where(t: Words, resource: Resource, distance: float | None, *, miles: bool) -> list[str]:
    addresses = [address for place in _places(resource)[:2] if (address := place_words(place))]
    if not addresses:
        areas = safe_text(", ".join(resource.service_areas[:MOST]))
        return [t("For people in: {areas}", areas=areas)] if areas else []
    lines = [t("Where: {address}", address=address) for address in addresses]
    if distance is not None:
        lines[0] += " " + t("({distance} away)", distance=distance_words(t, distance, miles=miles))
    return lines


def ages_line(t: Words, resource: Resource) -> str:
    """For which ages; empty where nobody said."""
    least, most = resource.minimum_age, resource.maximum_age
    if least and most is not None and most < 100:
        return t("Ages {least} to {most}", least=_years(least), most=_years(most))
    if least:
        return t("From age {least}", least=_years(least))
    return t("Up to age {most}", most=_years(most)) if most is not None and most < 100 else ""


def _years(age: float) -> str:
    return f"{age:g}"


def cost_line(t: Words, resource: Resource) -> str:
    """What it costs; empty where nobody said."""
    if fees := safe_text(resource.fees_description):
        cost = t("Cost: {cost}", cost=fees)
        said = fees.strip(" .").casefold()
        if resource.free and said == FREE:
            return t("Free.")
        return t("Free.") + " " + cost if resource.free and not said.startswith(FREE) else cost
    if resource.free is None:
        return ""
    return t("Free.") if resource.free else t("It costs something; please ask how much.")


def distance_words(t: Words, kilometres: float, *, miles: bool) -> str:
    """`2.3 km`, `1.4 miles`; under one of them it is not said more exactly. Plain text."""
    far = kilometres / KILOMETRES_A_MILE if miles else kilometres
    if far < 1:
        return t.plain("less than a mile") if miles else t.plain("less than 1 km")
    number = f"{far:.0f}" if far >= 10 else f"{far:.1f}"
    return t.plain("{number} miles", number=number) if miles else t.plain("{number} km", number=number)


def place_words(place: Location) -> str:
    """Name and address in a line, not escaped."""
    parts = (place.name, place.address, place.city, place.postal_code)
    return safe_text(", ".join(dict.fromkeys(part for part in parts if part)))


def _places(resource: Resource) -> list[Location]:
    return [place for place in resource.locations if place.location_type == "physical"]


def on_the_map(resource: Resource) -> Location | None:
    """The first of its places that can be shown on a map."""
    known = (place for place in _places(resource) if place.latitude is not None and place.longitude is not None)
    return next(known, None)


def _schedules(resource: Resource) -> list[Schedule]:
    return [*resource.schedules, *(one for place in resource.locations for one in place.schedules)]


def checked_line(t: Words, resource: Resource, today: date) -> str:
    """When it was last made sure of, and what to do where that is long ago."""
    first = t("please phone first") if resource.phones else t("please ask first")
    if resource.outdated >= MANY_REPORTS:
        return t("Some people said that this is out of date – {first}.", first=first)
    if resource.assured_date is None:
        return t("Nobody wrote down when this was last checked – {first}.", first=first)
    day = t.dated(resource.assured_date)
    if trust(resource, today) is Trust.FRESH:
        return t("Checked on {day}.", day=day)
    return t("Last checked on {day}, over a year ago – {first}.", day=day, first=first)


def list_line(t: Words, number: int, resource: Resource, now: datetime, zone: str, distance: str | None) -> str:
    """One line of a list: the name, and what decides whether to look closer."""
    lines = t("{number}. <b>{name}</b>", number=number, name=title(resource))
    known = [distance, t.plain("free") if resource.free else None, opening_line(t, opening(resource, zone, now), now)]
    facts = " · ".join(filter(None, known))
    return f"{lines}\n{facts}" if facts else lines
