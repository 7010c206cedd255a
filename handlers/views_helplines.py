"""Helplines in words: where to call now, truthfully about hours, cost, and whether anybody checked the number."""

from datetime import datetime
from urllib.parse import urlsplit

from domain.helplines import Helplines, Line, Whom, choose
from handlers.words import Words

EVERYWHERE = "https://findahelpline.com"


def helpline_lines(t: Words, helplines: Helplines, country: str | None, now: datetime) -> str:
    """Where to call: the emergency number, then at most two lines, one that is open now first (HTML, a line each)."""
    shown = choose(helplines.lines, country, t.language, now)
    numbers = helplines.emergency.get(country or "", ())
    said = [emergency(t, numbers), *(_line(t, line, now) for line in shown)]
    if not shown:
        said.append(t("Free lines in your country: {link}", link=EVERYWHERE))
    return "\n".join(said)


def emergency(t: Words, numbers: tuple[str, ...]) -> str:
    """The sentence about emergencies; without a number for the country it says so truthfully."""
    if not numbers:
        return t("If somebody is in danger right now, call your local emergency number. In many countries it is 112.")
    if len(numbers) == 1:
        return t("If somebody is in danger right now, call {number}.", number=numbers[0])
    return t("If somebody is in danger right now, call {first} or {second}.", first=numbers[0], second=numbers[1])


def _line(t: Words, line: Line, now: datetime) -> str:
    reach = " · ".join(filter(None, (line.number, None if line.number else line.link)))
    facts = [_whom(t, line.whom), t.plain("free") if line.free else "", _hours(t, line, now)]
    if not line.is_current(now.date()):
        facts += [_seen(t, line), t.plain("please check the number")]
    told = ", ".join(fact for fact in facts if fact)
    return t("• {name}: <b>{reach}</b> ({facts})", name=line.name, reach=reach, facts=told)


def _seen(t: Words, line: Line) -> str:
    """Where an unchecked number comes from, and when it was last looked at."""
    page = urlsplit(line.source).hostname
    source = page.removeprefix("www.") if page else line.source
    day = line.verified_at or line.known_at
    if day is None:
        return t.plain("from {source}", source=source)
    return t.plain("from {source}, last looked at on {day}", source=source, day=t.dated(day))


def _whom(t: Words, whom: Whom) -> str:
    match whom:
        case Whom.ABUSE:
            return t.plain("when somebody is being hurt")
        case Whom.PARENTS:
            return t.plain("for parents")
        case Whom.CHILDREN:
            return t.plain("for children and young people")
    return ""


def _hours(t: Words, line: Line, now: datetime) -> str:
    if line.is_open(now):
        return t.plain("open now")
    opens = line.next_open(now)
    if opens is None:
        return ""
    return t.plain("opens {when}, {zone}", when=t.moment(opens, line.zone), zone=t.zone(line.zone))
