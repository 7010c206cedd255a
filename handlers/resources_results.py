"""What was found: one card at a time, or a list of names; nothing found, said honestly, with ways to look wider."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from domain.drafts import Draft
from domain.resource_finding import Filters, Hit, ResourceQuery, ResourcesFound
from domain.resources import Resource, may_be_shown
from handlers.context import Act
from handlers.doors import human
from handlers.keyboards import Button, columns, press
from handlers.privately import privately
from handlers.resources_buttons import (
    AskPlace,
    KindsPage,
    Listed,
    Loosen,
    Page,
    ShowFilters,
    card_rows,
)
from handlers.resources_state import (
    Once,
    found_by,
    home_of,
    in_miles,
    query_of,
    the_search,
    unpacked,
    visible_groups,
    went_on,
    zone_here,
)
from handlers.routing import Router
from handlers.views_resources import card, distance_words, list_line, safe_text, title
from handlers.words import Words

router = Router("resources found")

LINES = 5  # of a list
LONGEST_LABEL = 40  # characters on a button
NEAR, DAY, AGE = "near", "day", "age"


def answer_with(act: Act, draft: Draft, once: Once, number: int = 0, *, anew: bool = False) -> None:
    """The so-manieth of what was found, in private; in the place of what was pressed there, or as a new message."""
    found = found_by(act)
    number = min(max(number, 0), max(0, len(found.hits) - 1))
    # What was looked up can be a moment behind: then the next that may still be shown, else the one before.
    shown = _shown(act, [*range(number, len(found.hits)), *range(number - 1, -1, -1)], 1)
    draft = went_on(act, draft, shown=act.now.isoformat())  # a line that comes soon goes on with it
    if shown:
        _say(act, *_page(act, draft, once, found, *shown[0]), anew=anew)
    else:
        _say(act, *_nothing(act, draft, once, found), anew=anew)


def _say(act: Act, text: str, rows: list[list[Button]], *, anew: bool = False) -> None:
    if act.query is not None and act.private and not anew:
        act.edit_here(text, rows)
    else:
        privately(act, text, rows)


Shown = tuple[int, Hit, Resource]


def _shown(act: Act, numbers: Iterable[int], most: int) -> list[Shown]:
    """The first of these that may be shown, at most so many."""
    found, groups, today = found_by(act).hits, visible_groups(act), act.now.date()
    shown: list[Shown] = []
    for number in numbers:
        resource = act.tx.resources.get(found[number].resource_id)
        if resource is None or not may_be_shown(resource, today) or resource.group_id not in (None, *groups):
            continue
        shown.append((number, found[number], resource))
        if len(shown) == most:
            break
    return shown


def _page(
    act: Act, draft: Draft, once: Once, found: ResourcesFound, number: int, hit: Hit, resource: Resource
) -> tuple[str, list[list[Button]]]:
    t, group, packed = act.t, home_of(act, draft), once.packed()
    text = card(t, resource, act.now, zone_here(act, group), distance=hit.distance, miles=in_miles(group))
    turning = []
    if number > 0:
        turning.append(press(t.plain("Previous"), Page(draft.id, number - 1, packed)))
    if number + 1 < len(found.hits):
        turning.append(press(t.plain("Next"), Page(draft.id, number + 1, packed)))
    kept = act.tx.resources.keeps(act.user.id, resource.id)
    looking = [press(t.plain("Filters"), ShowFilters(draft.id, "", packed))]
    if len(found.hits) > 1:
        looking.append(press(t.plain("As a list"), Listed(draft.id, number // LINES, packed)))
    looking.append(press(t.plain("Another place"), AskPlace(draft.id)))
    rows = [turning, *card_rows(t, resource, kept=kept, shares=bool(visible_groups(act))), looking]
    head = _head(t, found, once, t.plain("{number} of {total}", number=number + 1, total=_total(found)))
    return f"{head}\n\n{text}", [*rows, [human(t, draft.group_id)]]


def _total(found: ResourcesFound) -> str:
    return f"{len(found.hits)}+" if found.total > len(found.hits) else str(len(found.hits))


def _head(t: Words, found: ResourcesFound, once: Once, count: str) -> str:
    """How many there are, and what they were narrowed down to."""
    parts = [count]
    if once.spot is not None:
        parts.append(t.plain("near you"))
    elif found.near is not None:
        parts.append(t.plain("near {place}", place=safe_text(found.near, 60)))
    head = t("{facts}", facts=" · ".join([*parts, *filter_words(t, found.filters)]))
    if found.unknown_place is not None and once.spot is None:
        place = safe_text(found.unknown_place, 60)
        head += "\n" + t("I don’t know a place “{place}” in my list, so these can be anywhere.", place=place)
    return head


def filter_words(t: Words, filters: Filters) -> list[str]:
    """What it is narrowed down to; plain text."""
    age, language = filters.age, filters.language
    return [
        *([t.plain("free")] if filters.free else []),
        *([t.plain("open today")] if filters.today else []),
        *([t.plain("on {weekday}", weekday=t.weekday(filters.day))] if filters.day is not None else []),
        *([t.plain("good for wheelchairs")] if filters.wheelchair else []),
        *([t.plain("in {language}", language=safe_text(language, 30))] if language else []),
        *([t.plain("for age {age}", age=age)] if age is not None else []),
    ]


def _nothing(act: Act, draft: Draft, once: Once, found: ResourcesFound) -> tuple[str, list[list[Button]]]:
    t, packed = act.t, once.packed()
    lines = [t("I found nothing that fits, and I won’t guess.")]
    if found.unknown_place is not None:
        lines.append(t("I don’t know a place “{place}” in my list.", place=safe_text(found.unknown_place, 60)))
    wishes = filter_words(t, found.filters)
    if wishes:
        lines.append(t("You asked for: {wishes}.", wishes=", ".join(wishes)))
    if found.without_filters:
        lines.append(t("There is something without that. Tap what matters less."))
    rows = columns([press(label, Loosen(draft.id, name, packed)) for name, label in _looser(t, found)], 2)
    looking = [press(t.plain("Another place"), AskPlace(draft.id))]
    if draft.data.get("kinds"):
        looking.insert(0, press(t.plain("All kinds"), KindsPage(draft.id, 0)))
    return "\n".join(lines), [*rows, looking, [human(t, draft.group_id)]]


def _looser(t: Words, found: ResourcesFound) -> list[tuple[str, str]]:
    filters = found.filters
    labels = [
        ("free", t.plain("It may cost something"), filters.free),
        ("today", t.plain("Any day"), filters.today),
        (DAY, t.plain("Any day of the week"), filters.day is not None),
        ("wheelchair", t.plain("Any building"), filters.wheelchair),
        ("language", t.plain("Any language"), filters.language is not None),
        (AGE, t.plain("Any age"), filters.age is not None),
        (NEAR, t.plain("Anywhere"), found.near is not None),
    ]
    return [(name, label) for name, label, active in labels if active]


def _once(act: Act) -> Once:
    return unpacked(str(getattr(act.payload, "once", "")))


def _again(act: Act) -> ResourceQuery:
    return query_of(act, the_search(act), _once(act))


@router.press(Page, seeks=_again)
def page(act: Act) -> None:
    """The next or the previous one."""
    number = act.payload.number if isinstance(act.payload, Page) else 0
    answer_with(act, the_search(act), _once(act), number)


@router.press(Listed, seeks=_again)
def listed(act: Act) -> None:
    """The names, so-many to a page; a tap on one shows its card."""
    draft, once, t, count = the_search(act), _once(act), act.t, len(found_by(act).hits)
    last = max(0, (count - 1) // LINES)
    number = min(max(act.payload.page if isinstance(act.payload, Listed) else 0, 0), last)
    these = _shown(act, range(number * LINES, min(count, (number + 1) * LINES)), LINES)
    if not these:
        answer_with(act, draft, once)
        return
    group, packed = home_of(act, draft), once.packed()
    zone, miles = zone_here(act, group), in_miles(group)
    lines = []
    for at, hit, resource in these:
        far = distance_words(t, hit.distance, miles=miles) if hit.distance is not None else None
        lines.append(list_line(t, at + 1, resource, act.now, zone, far))
    rows = [[press(f"{at + 1}. {title(r)}"[:LONGEST_LABEL], Page(draft.id, at, packed))] for at, _, r in these]
    turning = [press(t.plain("Previous"), Listed(draft.id, number - 1, packed))] if number else []
    if number < last:
        turning.append(press(t.plain("Next"), Listed(draft.id, number + 1, packed)))
    filters = [press(t.plain("Filters"), ShowFilters(draft.id, "", packed))]
    head = _head(t, found_by(act), once, t.many("{count} place", "{count} places", count))
    _say(act, "\n\n".join([head, *lines]), [*rows, turning, filters, [human(t, draft.group_id)]])


def _loosened(act: Act) -> tuple[Draft, Once]:
    """The search without what was tapped, also where that was read from the words."""
    draft, once = the_search(act), _once(act)
    name = act.payload.turned if isinstance(act.payload, Loosen) else ""
    filters = {key: value for key, value in draft.data.get("filters", {}).items() if key != name}
    unread = sorted({*draft.data.get("unread", ()), name})
    more: dict[str, Any] = {"filters": filters, "unread": unread}
    if name == NEAR:
        more |= {"near": None, "anywhere": True}
        once = replace(once, spot=None)
    if name == AGE:
        once = replace(once, age=None)
    return draft.changed(data=draft.data | more), once


@router.press(Loosen, seeks=lambda act: query_of(act, *_loosened(act)))
def loosen(act: Act) -> None:
    """Look wider."""
    draft, once = _loosened(act)
    answer_with(act, went_on(act, draft), once)
