"""`/resource`: what facilitators look after – reports, what is due for a check, their own, anything by name."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import ChangedMeanwhile, Gone
from domain.groups import Group
from domain.resource_editing import check, due, restore, retire, theirs
from domain.resources import Resource, ResourceState
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.keyboards import Button, press
from handlers.managing import answered, of_draft, pressed, stop_expecting
from handlers.privately import privately
from handlers.resources_care_views import care_card, history_words
from handlers.routing import Router, Who
from handlers.views_resources import safe_text, title
from handlers.which_group import the_group

router = Router("resource")

FIND_KIND, FIND_WORDS = "resource_find", "resource_find"
LINES = 8
LONGEST_LABEL = 45  # characters on a button


class Part(StrEnum):
    """What of the local help is listed."""

    MAIN = "m"
    REPORTED = "r"
    DUE = "d"
    OWN = "o"
    FIND = "f"


class Doing(StrEnum):
    """What is done to one."""

    CHECK = "c"
    ASK_RETIRE = "a"
    RETIRE = "r"
    RESTORE = "b"


@dataclass(frozen=True)
class ShowCare(Payload, code="lq"):
    """This part, this page of it."""

    group_id: int
    part: Part
    page: int


@dataclass(frozen=True)
class OpenCare(Payload, code="lQ"):
    """One resource as facilitators see it."""

    group_id: int
    resource_id: int


@dataclass(frozen=True)
class DoCare(Payload, code="lx"):
    """Do this to it, as it stood in this version."""

    group_id: int
    resource_id: int
    doing: Doing
    version: int


@dataclass(frozen=True)
class ShowHistory(Payload, code="lh"):
    """Who did what to it."""

    group_id: int
    resource_id: int


@dataclass(frozen=True)
class BeginAdd(Payload, code="lz"):
    """A new one, step by step."""

    group_id: int


@dataclass(frozen=True)
class BeginEdit(Payload, code="le"):
    """Change this one."""

    group_id: int
    resource_id: int


@router.command("resource", who=Who.FACILITATOR)
def resource_care(act: Act) -> None:
    """What there is to look after; with words, what bears them."""
    group = the_group(act, "resource")
    if group is None:
        return
    stop_expecting(act)
    if act.args.strip():
        privately(act, *_found(act, group, act.args))
    else:
        privately(act, *_main(act, group))


def _group(act: Act) -> Group:
    group_id = getattr(act.payload, "group_id", None)
    found = next((group for group in act.groups if group.id == group_id), None)
    if found is None or not act.private:
        raise Gone
    return found


def _main(act: Act, group: Group) -> tuple[str, list[list[Button]]]:
    t = act.t
    reported, late = act.tx.resources.reported(group.id), due(act.tx, group, act.now)
    own = act.tx.resources.of_group(group.id)
    lines = [t("<b>Local help of {group}</b>", group=group.title)]
    rows = []
    if reported:
        label = t.many("Reported as out of date: {count}", "Reported as out of date: {count}", len(reported))
        rows.append([press(label, ShowCare(group.id, Part.REPORTED, 0))])
    if late:
        label = t.many("Due for a check: {count}", "Due for a check: {count}", len(late))
        rows.append([press(label, ShowCare(group.id, Part.DUE, 0))])
    if not rows:
        lines.append(t("Nothing waits to be checked."))
    if own:
        rows.append([press(t.plain("Our own"), ShowCare(group.id, Part.OWN, 0))])
    rows.append(
        [press(t.plain("Find one"), ShowCare(group.id, Part.FIND, 0)), press(t.plain("Add one"), BeginAdd(group.id))]
    )
    return "\n".join(lines), rows


@router.press(ShowCare, who=Who.FACILITATOR, candidates=named_group)
def show_care(act: Act) -> None:
    """One part of it."""
    asked, group, t = pressed(act, ShowCare), _group(act), act.t
    stop_expecting(act)
    if asked.part is Part.MAIN:
        act.edit_here(*_main(act, group))
    elif asked.part is Part.FIND:
        act.begin(FIND_KIND, group_id=group.id, expects=FIND_WORDS)
        text = t("Which one? Write words of its name or of who offers it.")
        act.edit_here(text, [[press(t.plain("Back"), ShowCare(group.id, Part.MAIN, 0))]])
    else:
        act.edit_here(*_part(act, group, asked.part, asked.page))


def _part(act: Act, group: Group, part: Part, page: int) -> tuple[str, list[list[Button]]]:
    t = act.t
    if part is Part.REPORTED:
        found, head = act.tx.resources.reported(group.id), t("People said that these are out of date.")
    elif part is Part.DUE:
        head = t("Nobody has checked these for about a year. After two years people no longer find them.")
        found = due(act.tx, group, act.now)
    else:
        found, head = act.tx.resources.of_group(group.id), t("Only {group} sees these.", group=group.title)
    return head if found else t("Nothing is left here."), _listed(act, group, found, part, page)


def _listed(act: Act, group: Group, found: list[Resource], part: Part, page: int) -> list[list[Button]]:
    t, last = act.t, max(0, (len(found) - 1) // LINES)
    page = min(max(page, 0), last)
    rows = []
    for one in found[page * LINES : (page + 1) * LINES]:
        name = title(one)
        if one.state is not ResourceState.SHOWN:
            name = t.plain("{name} (retired)", name=name[:LONGEST_LABEL])
        rows.append([press(name[: LONGEST_LABEL + 15], OpenCare(group.id, one.id))])
    turning = [press(t.plain("Previous"), ShowCare(group.id, part, page - 1))] if page else []
    if page < last:
        turning.append(press(t.plain("Next"), ShowCare(group.id, part, page + 1)))
    return [*rows, turning, [press(t.plain("Back"), ShowCare(group.id, Part.MAIN, 0))]]


@router.expecting(FIND_WORDS, who=Who.FACILITATOR, candidates=of_draft)
def find_typed(act: Act) -> None:
    """By name or organisation, retired ones too."""
    group = next((g for g in act.groups if act.draft is not None and g.id == act.draft.group_id), None)
    if group is None:
        raise Gone
    answered(act)
    act.reply(*_found(act, group, act.args))


def _found(act: Act, group: Group, words: str) -> tuple[str, list[list[Button]]]:
    t, found = act.t, act.tx.resources.named(words, group.id)
    quoted = safe_text(words, 60)
    head = t("These bear “{words}”.", words=quoted) if found else t("None bears “{words}”.", words=quoted)
    rows = _listed(act, group, found, Part.FIND, 0)
    again = [press(t.plain("Find one"), ShowCare(group.id, Part.FIND, 0))]
    return head, [*rows[:-1], again, rows[-1]]


@router.press(OpenCare, who=Who.FACILITATOR, candidates=named_group)
def open_care(act: Act) -> None:
    """One resource, and what can be done to it."""
    group = _group(act)
    _show(act, group, theirs(act.tx, group, pressed(act, OpenCare).resource_id))


def _show(act: Act, group: Group, resource: Resource) -> None:
    act.edit_here(care_card(act.t, resource, group, act.now), care_rows(act, group, resource))


def care_rows(act: Act, group: Group, resource: Resource) -> list[list[Button]]:
    """What a facilitator can do with one resource."""
    t = act.t

    def doing(label: str, what: Doing) -> Button:
        return press(label, DoCare(group.id, resource.id, what, resource.version))

    edit = press(t.plain("Change"), BeginEdit(group.id, resource.id))
    history = press(t.plain("Who changed it"), ShowHistory(group.id, resource.id))
    back = press(t.plain("Back"), ShowCare(group.id, Part.MAIN, 0))
    if resource.state is not ResourceState.SHOWN:
        return [[doing(t.plain("Offer it again"), Doing.RESTORE)], [history, back]]
    retiring = doing(t.plain("Retire"), Doing.ASK_RETIRE)
    return [[doing(t.plain("Still right"), Doing.CHECK)], [edit, retiring], [history, back]]


@router.press(DoCare, who=Who.FACILITATOR, candidates=named_group)
def do_care(act: Act) -> None:
    """Checked, retired or offered again; not where somebody changed it after this was shown."""
    asked, group, t = pressed(act, DoCare), _group(act), act.t
    resource = theirs(act.tx, group, asked.resource_id)
    if resource.version != asked.version:
        _meanwhile(act, group, resource)
    elif asked.doing is Doing.ASK_RETIRE:
        text = t("Retire “{name}”? People no longer find it. You can offer it again.", name=title(resource))
        if resource.group_id is None:
            text += " " + t("It is on the list of every group here, and goes from all of them.")
        sure = press(t.plain("Yes, retire it"), DoCare(group.id, resource.id, Doing.RETIRE, resource.version))
        act.edit_here(text, [[sure], [press(t.plain("Back"), OpenCare(group.id, resource.id))]])
    elif asked.doing is Doing.RETIRE:
        _done(act, group, retire(act.tx, resource, act.user.id, act.now), t.plain("Retired."))
    elif asked.doing is Doing.RESTORE:
        _done(act, group, restore(act.tx, resource, act.user.id, act.now), t.plain("People can find it again."))
    else:
        checked = check(act.tx, group, resource, act.user.id, act.now)
        _done(act, group, checked, t.plain("Thank you. It is down as checked today."))


def _done(act: Act, group: Group, resource: Resource, said: str) -> None:
    act.answer(said)
    _show(act, group, resource)


def _meanwhile(act: Act, group: Group, resource: Resource) -> None:
    """It is shown as it is now, so that the next tap is about that."""
    if act.query is None:
        raise ChangedMeanwhile
    act.answer(act.t.plain("Somebody changed it meanwhile. This is how it is now."), alert=True)
    _show(act, group, resource)


@router.press(ShowHistory, who=Who.FACILITATOR, candidates=named_group)
def show_history(act: Act) -> None:
    """Who did what and when; people of other groups without their names."""
    group = _group(act)
    resource = theirs(act.tx, group, pressed(act, ShowHistory).resource_id)
    text = history_words(act, resource, group)
    act.edit_here(text, [[press(act.t.plain("Back"), OpenCare(group.id, resource.id))]])
