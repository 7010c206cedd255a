"""`/resources`: what help there is nearby, by kind, by words, near a place; always answered in private."""

from domain.asking import more_than_signs
from domain.drafts import Draft
from domain.errors import Gone
from domain.resource_finding import ResourceQuery, Spot
from handlers.context import Act
from handlers.doors import ToResources, human
from handlers.keyboards import Button, columns, press
from handlers.privately import as_themselves, privately
from handlers.resources_buttons import AskPlace, KeptPage, KindsPage, Near, PickKind
from handlers.resources_card import own_list
from handlers.resources_results import answer_with
from handlers.resources_state import (
    PLACE,
    WORDS,
    Once,
    begin,
    found_by,
    home_of,
    query_of,
    sketch,
    stop_waiting,
    the_search,
    visible_groups,
    went_on,
)
from handlers.routing import Router
from handlers.views_resources import kind_label, safe_text

router = Router("resources")

SAVED = ("saved", "save", "mine")  # words behind the command that mean one's own list
KINDS_A_PAGE = 10
MOST_KINDS = 200
LONGEST_AREA = 30  # characters on a button
EXAMPLE = "autism saturday club near G74"
NO_KEYBOARD = {"remove_keyboard": True}


def _asks_saved(act: Act) -> bool:
    return act.args.strip().lower() in SAVED


def _words(act: Act) -> str:
    """What they wrote; signs and pictures alone look for nothing."""
    return act.args.strip() if more_than_signs(act.args) else ""


def _sought(act: Act) -> ResourceQuery | None:
    return None if _asks_saved(act) else query_of(act, sketch(act, _words(act)))


@router.command("resources", seeks=_sought)
def resources(act: Act) -> None:
    """By words at once; without words the kinds; `saved`: one's own list."""
    as_themselves(act)
    if _asks_saved(act):
        privately(act, *own_list(act))
    elif words := _words(act):
        answer_with(act, begin(act, words), Once())
    else:
        _begin(act)


def _asked(act: Act) -> str:
    """The words of the question under which the door stood, if it was asked in a group of theirs."""
    question_id = act.payload.unanswered_id if isinstance(act.payload, ToResources) else None
    question = act.tx.questions.get(question_id) if question_id is not None else None
    return question.words if question is not None and question.group_id in visible_groups(act) else ""


@router.press(ToResources, seeks=lambda act: query_of(act, sketch(act, _asked(act))))
def door(act: Act) -> None:
    """From a button of somebody else's: what there is for their question, else the kinds."""
    as_themselves(act)
    if (words := _asked(act)) and found_by(act).hits:
        answer_with(act, begin(act, words), Once(), anew=True)
    else:
        _begin(act)


def _begin(act: Act) -> None:
    kinds = [kind for kind, _ in found_by(act).kinds[:MOST_KINDS]]
    if not kinds and found_by(act).hits:  # nobody wrote down of what kind they are
        answer_with(act, begin(act, ""), Once(), anew=True)
        return
    if not kinds:
        text = act.t("I have no list of local help yet. A facilitator can begin one with /resource.")
        privately(act, text, [[human(act.t, act.group.id if act.group else None)]])
        return
    draft = begin(act, expects=WORDS)
    privately(act, *_kinds(act, went_on(act, draft, WORDS, kinds=kinds), 0))


def _kinds(act: Act, draft: Draft, page: int) -> tuple[str, list[list[Button]]]:
    t, kinds = act.t, [str(kind) for kind in draft.data.get("kinds", ())]
    first = page * KINDS_A_PAGE
    shown = list(enumerate(kinds))[first : first + KINDS_A_PAGE]
    rows = columns([press(kind_label(kind), PickKind(draft.id, number)) for number, kind in shown], 2)
    turning = []
    if page > 0:
        turning.append(press(t.plain("Back"), KindsPage(draft.id, page - 1)))
    if first + KINDS_A_PAGE < len(kinds):
        turning.append(press(t.plain("More kinds"), KindsPage(draft.id, page + 1)))
    saved = [press(t.plain("My list"), KeptPage(0))] if act.tx.resources.keeps(act.user.id) else []
    text = t("<b>Help nearby</b>\nWhat are you looking for? Tap a kind, or write it in your own words.")
    example = t("For example: <code>{example}</code>", example=EXAMPLE)
    return f"{text}\n{example}", [*rows, turning, [*saved, human(t, draft.group_id)]]


@router.press(KindsPage)
def kinds_page(act: Act) -> None:
    """More kinds, or the ones before."""
    stop_waiting(act)
    draft = the_search(act)
    page = act.payload.page if isinstance(act.payload, KindsPage) else 0
    last = max(0, (len(draft.data.get("kinds", ())) - 1) // KINDS_A_PAGE)
    act.edit_here(*_kinds(act, went_on(act, draft, WORDS), min(max(page, 0), last)))


def _with_words(act: Act) -> ResourceQuery:
    return query_of(act, sketch(act, _words(act)))


@router.expecting(WORDS, seeks=_with_words)
def typed(act: Act) -> None:
    """What they look for, in their own words."""
    if not _words(act):
        _begin(act)
        return
    draft = went_on(act, the_search(act), text=sketch(act, act.args).data["text"], kind=None)
    answer_with(act, draft, Once())


def _of_kind(act: Act) -> Draft:
    draft, kinds = the_search(act), the_search(act).data.get("kinds", ())
    if not isinstance(act.payload, PickKind) or not 0 <= act.payload.number < len(kinds):
        raise Gone
    chosen = {"kind": kinds[act.payload.number], "text": "", "near": None, "anywhere": False, "filters": {}}
    return draft.changed(data=draft.data | chosen | {"unread": []})


@router.press(PickKind, seeks=lambda act: query_of(act, _of_kind(act)))
def kind_picked(act: Act) -> None:
    """Then: near where?"""
    draft, t = went_on(act, _of_kind(act)), act.t
    group, rows = home_of(act, draft), []
    if group is not None and group.area and found_by(act).near is not None:
        area = safe_text(group.area, LONGEST_AREA)
        rows.append([press(t.plain("Near {place}", place=area), Near(draft.id, area=True))])
    rows += [
        [press(t.plain("Near me, or another place"), AskPlace(draft.id))],
        [press(t.plain("Anywhere"), Near(draft.id, area=False))],
        [press(t.plain("All kinds"), KindsPage(draft.id, 0)), human(t, draft.group_id)],
    ]
    act.edit_here(t("<b>{kind}</b>\nNear where?", kind=kind_label(str(draft.data["kind"]))), rows)


def _near(act: Act) -> Draft:
    draft = the_search(act)
    area = isinstance(act.payload, Near) and act.payload.area
    return draft.changed(data=draft.data | {"near": None, "anywhere": not area})


@router.press(Near, seeks=lambda act: query_of(act, _near(act)))
def near(act: Act) -> None:
    """Near the group's area, or anywhere."""
    answer_with(act, went_on(act, _near(act)), Once())


@router.press(AskPlace)
def ask_place(act: Act) -> None:
    """A place in words, or where they are by Telegram's own button, which only stands in a private chat."""
    draft, t = the_search(act), act.t
    if not act.private:
        raise Gone
    stop_waiting(act)
    went_on(act, draft, PLACE)
    button = {"text": t.plain("Send where I am"), "request_location": True}
    text = t("Near where? Write a town, a part of it or a postcode. Or tap “Send where I am” below.")
    kept = t("I use where you are once, for this answer, and don’t keep it.")
    keyboard = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    act.reply(f"{text}\n{kept}", keyboard=keyboard)


def _once(act: Act) -> Once:
    location = act.message.location if act.message is not None else None
    return Once(Spot(round(location.latitude, 2), round(location.longitude, 2))) if location is not None else Once()


def _placed(act: Act) -> Draft:
    near = " ".join(act.args.split())[:100] or None
    return the_search(act).changed(data=the_search(act).data | {"near": near, "anywhere": False})


@router.expecting(PLACE, seeks=lambda act: query_of(act, _placed(act), _once(act)))
def placed(act: Act) -> None:
    """Where it should be near."""
    once, draft, t = _once(act), _placed(act), act.t
    if once.spot is None:
        unknown = found_by(act).unknown_place
        if draft.data["near"] is None or unknown is not None:
            act.reply(_no_such_place(act, draft, unknown), [[press(t.plain("Anywhere"), Near(draft.id, area=False))]])
            return
        thanks = t("Thank you. I look near {place}.", place=safe_text(found_by(act).near or draft.data["near"]))
    else:
        thanks = t("Thank you. I use this once and don’t keep it.")
    act.reply(thanks, keyboard=NO_KEYBOARD)
    answer_with(act, went_on(act, draft), once)


def _no_such_place(act: Act, draft: Draft, unknown: str | None) -> str:
    t, group = act.t, home_of(act, draft)
    example = t("For example: <code>{example}</code>", example=(group.area if group else None) or "G74")
    if unknown is None:
        return t("Please write a place, or send where you are.") + " " + example
    return t("I don’t know a place “{place}” in my list.", place=safe_text(unknown, 60)) + " " + example
