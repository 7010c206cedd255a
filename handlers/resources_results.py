"""What was found: one card at a time, or a list of names; nothing found, said honestly, with ways to look wider."""

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


def answer_with(act: Act, draft: Draft, once: Once, number: int = 0) -> None:
    """The so-manieth of what was found, in private; in the place of what was pressed there."""
    found, shown = found_by(act), _shown(act)
    if shown:
        _say(act, *_page(act, draft, once, found, shown, min(max(number, 0), len(shown) - 1)))
    else:
        _say(act, *_nothing(act, draft, once, found))


def _say(act: Act, text: str, rows: list[list[Button]]) -> None:
    if act.query is not None and act.private:
        act.edit_here(text, rows)
    else:
        privately(act, text, rows)


def _shown(act: Act) -> list[tuple[Hit, Resource]]:
    """What was found and may still be shown: the index can be a moment behind."""
    hits, groups = found_by(act).hits, visible_groups(act)
    kept = act.tx.resources.many([hit.resource_id for hit in hits])
    both = [(hit, kept[hit.resource_id]) for hit in hits if hit.resource_id in kept]
    today = act.now.date()
    return [(hit, r) for hit, r in both if may_be_shown(r, today) and (r.group_id is None or r.group_id in groups)]


def _page(
    act: Act, draft: Draft, once: Once, found: ResourcesFound, shown: list[tuple[Hit, Resource]], number: int
) -> tuple[str, list[list[Button]]]:
    t, group, packed = act.t, home_of(act, draft), once.packed()
    hit, resource = shown[number]
    text = card(t, resource, act.now, zone_here(act, group), distance=hit.distance, miles=in_miles(group))
    turning = []
    if number > 0:
        turning.append(press(t.plain("Previous"), Page(draft.id, number - 1, packed)))
    if number + 1 < len(shown):
        turning.append(press(t.plain("Next"), Page(draft.id, number + 1, packed)))
    kept = any(one.id == resource.id for one in act.tx.resources.kept(act.user.id))
    looking = [press(t.plain("Filters"), ShowFilters(draft.id, "", packed))]
    if len(shown) > 1:
        looking.append(press(t.plain("As a list"), Listed(draft.id, number // LINES, packed)))
    looking.append(press(t.plain("Another place"), AskPlace(draft.id)))
    rows = [turning, *card_rows(t, resource, kept=kept, shares=bool(visible_groups(act))), looking]
    head = _head(t, found, once, t.plain("{number} of {total}", number=number + 1, total=_total(found, shown)))
    return f"{head}\n\n{text}", [*rows, [human(t, draft.group_id)]]


def _total(found: ResourcesFound, shown: list[tuple[Hit, Resource]]) -> str:
    return f"{len(shown)}+" if found.total > len(found.hits) else str(len(shown))


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
    draft, once, shown, t = the_search(act), _once(act), _shown(act), act.t
    if not shown:
        answer_with(act, draft, once)
        return
    group, packed = home_of(act, draft), once.packed()
    zone, miles = zone_here(act, group), in_miles(group)
    last = (len(shown) - 1) // LINES
    number = min(max(act.payload.page if isinstance(act.payload, Listed) else 0, 0), last)
    these = list(enumerate(shown))[number * LINES : (number + 1) * LINES]
    lines = []
    for at, (hit, resource) in these:
        far = distance_words(t, hit.distance, miles=miles) if hit.distance is not None else None
        lines.append(list_line(t, at + 1, resource, act.now, zone, far))
    rows = [[press(f"{at + 1}. {title(r)}"[:LONGEST_LABEL], Page(draft.id, at, packed))] for at, (_, r) in these]
    turning = [press(t.plain("Previous"), Listed(draft.id, number - 1, packed))] if number else []
    if number < last:
        turning.append(press(t.plain("Next"), Listed(draft.id, number + 1, packed)))
    filters = [press(t.plain("Filters"), ShowFilters(draft.id, "", packed))]
    head = _head(t, found_by(act), once, t.many("{count} place", "{count} places", len(shown)))
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
