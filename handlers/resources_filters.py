"""Narrowing down what was found, by taps. A child's age is used and not kept, unless somebody wishes so."""

from dataclasses import replace

from domain.drafts import Draft
from domain.errors import Gone
from domain.resources import ChildAge
from handlers.context import Act
from handlers.doors import human
from handlers.keyboards import Button, columns, press
from handlers.resources_buttons import KeepAge, Page, PickAge, PickLanguage, ShowFilters
from handlers.resources_results import filter_words
from handlers.resources_state import Once, found_by, query_of, the_search, unpacked, went_on
from handlers.routing import Router
from handlers.views_resources import safe_text

router = Router("resources filters")

SWITCHES = ("free", "today", "wheelchair")
LANGUAGE, AGE = "language", "age"
MOST_LANGUAGES = 20
OLDEST = 18  # years, of the buttons


def _once(act: Act) -> Once:
    return unpacked(str(getattr(act.payload, "once", "")))


def _turned(act: Act) -> Draft:
    """The search with a switch turned; whatever was read from its words is a switch like any other."""
    draft = the_search(act)
    name = act.payload.turned if isinstance(act.payload, ShowFilters) else ""
    if name not in SWITCHES:
        return draft
    filters = dict(draft.data.get("filters", {}))
    filters[name] = not filters.get(name, False)
    unread = set(draft.data.get("unread", ())) | ({name} if not filters[name] else set())
    return draft.changed(data=draft.data | {"filters": filters, "unread": sorted(unread)})


@router.press(ShowFilters, seeks=lambda act: query_of(act, _turned(act), _once(act)))
def show_filters(act: Act) -> None:
    """What can be switched on and off, and what comes of it."""
    name = act.payload.turned if isinstance(act.payload, ShowFilters) else ""
    if name == LANGUAGE:
        _ask_language(act)
    elif name == AGE:
        _ask_age(act)
    else:
        _filters(act, went_on(act, _turned(act)), _once(act))


def _filters(act: Act, draft: Draft, once: Once) -> None:
    t, found, packed = act.t, found_by(act), once.packed()
    chosen = found.filters

    def switch(name: str, label: str, *, on: bool) -> Button:
        return press(f"✓ {label}" if on else label, ShowFilters(draft.id, name, packed))

    tongue = t.plain("Language: {language}", language=safe_text(chosen.language, 20)) if chosen.language else ""
    age = t.plain("Age of my child: {age}", age=chosen.age) if chosen.age is not None else ""
    rows = [
        [
            switch("free", t.plain("Free"), on=chosen.free),
            switch("today", t.plain("Open today"), on=chosen.today),
            switch("wheelchair", t.plain("Wheelchair"), on=chosen.wheelchair),
        ],
        [
            switch(LANGUAGE, tongue or t.plain("Language"), on=bool(tongue)),
            switch(AGE, age or t.plain("Age of my child"), on=bool(age)),
        ],
        *_age_kept(act, draft, once),
        [press(t.plain("Show them") if found.total else t.plain("Back"), Page(draft.id, 0, packed))],
        [human(t, draft.group_id)],
    ]
    wishes = ", ".join(filter_words(t, chosen))
    fit = t.many("{count} place fits.", "{count} places fit.", found.total) if found.total else t("Nothing fits.")
    lines = [t("<b>Show only what fits</b>"), t("Now: {wishes}", wishes=wishes) if wishes else "", fit]
    act.edit_here("\n".join(filter(None, lines)), rows)


def _age_kept(act: Act, draft: Draft, once: Once) -> list[list[Button]]:
    t, known, packed = act.t, act.tx.resources.child_age(act.user.id), once.packed()
    if known is not None:
        return [[press(t.plain("Forget the age"), KeepAge(draft.id, kept=False, once=packed))]]
    if once.age is not None:
        return [[press(t.plain("Remember the age"), KeepAge(draft.id, kept=True, once=packed))]]
    return []


def _ask_language(act: Act) -> None:
    draft, once, t = the_search(act), _once(act), act.t
    languages = list(found_by(act).languages[:MOST_LANGUAGES])
    draft = went_on(act, draft, languages=languages)
    packed = once.packed()
    buttons = [press(safe_text(one, 30), PickLanguage(draft.id, at, packed)) for at, one in enumerate(languages)]
    rows = [*columns(buttons, 2), [press(t.plain("Any language"), PickLanguage(draft.id, None, packed))]]
    act.edit_here(t("In which language?") if languages else t("No languages are written down here."), rows)


def _with_language(act: Act) -> Draft:
    draft = the_search(act)
    number = act.payload.number if isinstance(act.payload, PickLanguage) else None
    languages = draft.data.get("languages", ())
    if number is not None and not 0 <= number < len(languages):
        raise Gone
    filters = draft.data.get("filters", {}) | {"language": None if number is None else languages[number]}
    unread = {*draft.data.get("unread", ()), LANGUAGE}
    return draft.changed(data=draft.data | {"filters": filters, "unread": sorted(unread)})


@router.press(PickLanguage, seeks=lambda act: query_of(act, _with_language(act), _once(act)))
def language_picked(act: Act) -> None:
    """Only what is spoken there, or any."""
    _filters(act, went_on(act, _with_language(act)), _once(act))


def _ask_age(act: Act) -> None:
    draft, once, t = the_search(act), _once(act), act.t
    packed = once.packed()
    ages = [press(str(age), PickAge(draft.id, age, packed)) for age in range(OLDEST + 1)]
    rows = columns(ages, 5)
    known = act.tx.resources.child_age(act.user.id)
    if known is not None:
        age = known.on(act.now.date())
        rows.insert(0, [press(t.plain("Age {age}, as you told me", age=age), PickAge(draft.id, age, packed))])
    rows.append([press(t.plain("Any age"), PickAge(draft.id, None, packed))])
    act.edit_here(t("How old is your child? I use it for this answer and don’t keep it, unless you wish so."), rows)


def _with_age(act: Act) -> tuple[Draft, Once]:
    draft = the_search(act)
    age = act.payload.age if isinstance(act.payload, PickAge) else None
    if age is not None and not 0 <= age <= 25:
        raise Gone
    unread = sorted({*draft.data.get("unread", ()), AGE})
    return draft.changed(data=draft.data | {"unread": unread}), replace(_once(act), age=age)


@router.press(PickAge, seeks=lambda act: query_of(act, *_with_age(act)))
def age_picked(act: Act) -> None:
    """Only what is for a child of this age, or any."""
    draft, once = _with_age(act)
    _filters(act, went_on(act, draft), once)


@router.press(KeepAge, seeks=lambda act: query_of(act, the_search(act), _once(act)))
def keep_age(act: Act) -> None:
    """Remembered because they wished so, or forgotten again."""
    draft, once = the_search(act), _once(act)
    if isinstance(act.payload, KeepAge) and act.payload.kept and once.age is not None:
        act.person  # noqa: B018 - the age belongs to a person, who must be known
        item = ChildAge(person_id=act.user.id, age=once.age, said_on=act.now.date())
        act.tx.resources.save_child_age(item)
        act.answer(act.t.plain("I’ll remember it. You can have it forgotten here."))
    else:
        act.tx.resources.forget_child_age(act.user.id)
        act.answer(act.t.plain("Forgotten."))
    _filters(act, draft, once)
