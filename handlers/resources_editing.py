"""Adding a resource and changing one: guided messages, a preview as parents will see it, and Save."""

from dataclasses import dataclass
from typing import Any

from domain.drafts import Draft
from domain.errors import Done, Gone
from domain.groups import Group
from domain.planning import zone_of
from domain.resource_editing import add, change, fields_of, theirs, today_of, values, with_values
from domain.resource_fields import GUIDED, Field, Unfit, Wrong, pin, write, written
from domain.resources import Resource
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.keyboards import Button, columns, press
from handlers.managing import of_draft, pressed, stop_expecting, the_draft
from handlers.resources_care import BeginAdd, BeginEdit, OpenCare, ShowCare, care_rows
from handlers.resources_care import Part as CarePart
from handlers.resources_care_views import care_card, field_name, question, unfit, who_words
from handlers.routing import Router, Who
from handlers.views_resources import card, safe_text
from handlers.words import Words

router = Router("resource editing")

KIND = "resource_edit"
FIELD_WORDS = "resource_field*"  # words, or a place that is sent

# Values that are tapped instead of written, by what their buttons carry.
TAPPED: dict[str, dict[str, Any]] = {
    "free": {"free": True, "fees_description": None},
    "paid": {"free": False},
    "wheel": {"wheelchair": True},
    "steps": {"wheelchair": False},
}


@dataclass(frozen=True)
class EditField(Payload, code="lE"):
    """Write this field."""

    draft_id: int
    field: Field


@dataclass(frozen=True)
class TapValue(Payload, code="lV"):
    """This value for the field that is asked for; `empty`: nothing, `skip`: as it is."""

    draft_id: int
    field: Field
    value: str


@dataclass(frozen=True)
class ToFields(Payload, code="lY"):
    """All fields, to choose one."""

    draft_id: int


@dataclass(frozen=True)
class SaveEdit(Payload, code="lW"):
    """The preview is right."""

    draft_id: int


@dataclass(frozen=True)
class DropEdit(Payload, code="lX"):
    """Better not."""

    draft_id: int


@router.press(BeginAdd, who=Who.FACILITATOR, candidates=named_group)
def begin_add(act: Act) -> None:
    """A new one, of this group alone."""
    group = _served(act, pressed(act, BeginAdd).group_id)
    stop_expecting(act)
    draft = act.begin(KIND, group_id=group.id, resource_id=None, version=0, values={}, guided=True)
    _ask(act, draft, GUIDED[0])


@router.press(BeginEdit, who=Who.FACILITATOR, candidates=named_group)
def begin_edit(act: Act) -> None:
    """Which of its fields?"""
    asked = pressed(act, BeginEdit)
    group = _served(act, asked.group_id)
    resource = theirs(act.tx, group, asked.resource_id)
    stop_expecting(act)
    about: dict[str, Any] = {"resource_id": resource.id, "version": resource.version, "values": {}, "guided": False}
    _fields(act, act.begin(KIND, group_id=group.id, **about))


def _served(act: Act, group_id: int | None) -> Group:
    found = next((group for group in act.groups if group.id == group_id), None)
    if found is None or not act.private:
        raise Gone
    return found


def _edited(act: Act, draft: Draft) -> tuple[Group, Resource, Resource]:
    """The group, the resource as it is now, and as it would be."""
    group = _served(act, draft.group_id)
    if draft.kind != KIND:
        raise Gone
    if draft.data["resource_id"] is None:
        now = Resource(name="", added_on=today_of(group, act.now), group_id=group.id)
    else:
        now = theirs(act.tx, group, int(draft.data["resource_id"]))
    return group, now, with_values(now, draft.data["values"])


def _kept(act: Act, draft: Draft, expects: str | None = None, **data: Any) -> Draft:
    draft = draft.changed(data=draft.data | data, expects=expects)
    act.tx.drafts.save(draft)
    return draft


def _say(act: Act, text: str, rows: list[list[Button]]) -> None:
    if act.query is not None:
        act.edit_here(text, rows)
    else:
        act.reply(text, rows)


def _ask(act: Act, draft: Draft, field: Field) -> None:
    """Ask for one field; what stands there can be copied by a tap."""
    t, (_, _, edited) = act.t, _edited(act, draft)
    draft = _kept(act, draft, FIELD_WORDS, field=field.value)
    text = question(t, field)
    stands = written(edited, field, act.t.language)
    if stands:
        text += "\n\n" + t("Now: <code>{value}</code>", value=stands[:600])
    rows = columns([press(label, TapValue(draft.id, field, value)) for value, label in _values(t, field)], 2)
    last = []
    if draft.data["guided"] and field is not Field.NAME:
        last.append(press(t.plain("Skip"), TapValue(draft.id, field, "skip")))
    if stands and field is not Field.NAME:
        last.append(press(t.plain("Leave it empty"), TapValue(draft.id, field, "empty")))
    back = [] if draft.data["guided"] else [press(t.plain("Back"), ToFields(draft.id))]
    _say(act, text, [*rows, last, [*back, press(t.plain("Never mind"), DropEdit(draft.id))]])


def _values(t: Words, field: Field) -> list[tuple[str, str]]:
    if field is Field.COST:
        return [("free", t.plain("Free")), ("paid", t.plain("It costs something"))]
    if field is Field.ACCESS:
        return [("wheel", t.plain("Good for wheelchairs")), ("steps", t.plain("Not good for wheelchairs"))]
    return []


@router.press(EditField, who=Who.FACILITATOR, candidates=of_draft)
def edit_field(act: Act) -> None:
    """This one."""
    asked = pressed(act, EditField)
    stop_expecting(act)
    _ask(act, the_draft(act, asked.draft_id), asked.field)


@router.press(ToFields, who=Who.FACILITATOR, candidates=of_draft)
def to_fields(act: Act) -> None:
    """All of them."""
    _fields(act, the_draft(act, pressed(act, ToFields).draft_id))


def _fields(act: Act, draft: Draft) -> None:
    t, (_, now, edited) = act.t, _edited(act, draft)
    draft = _kept(act, draft, guided=False)
    changed = fields_of(values(now, edited))
    labels = [(field, field_name(t, field)) for field in Field]
    buttons = [press(f"✓ {name}" if field in changed else name, EditField(draft.id, field)) for field, name in labels]
    if draft.data["resource_id"] is None:
        back = press(t.plain("Never mind"), DropEdit(draft.id))
    else:
        back = press(t.plain("Back"), OpenCare(draft.group_id or 0, now.id))
    _say(act, t("What do you want to change?"), [*columns(buttons, 2), [back]])


@router.expecting(FIELD_WORDS, who=Who.FACILITATOR, candidates=of_draft)
def field_typed(act: Act) -> None:
    """The words for a field, or the place that was sent for it."""
    draft = act.draft
    if draft is None:
        raise Done
    _, _, edited = _edited(act, draft)
    field = Field(draft.data["field"])
    location = act.message.location if act.message is not None else None
    try:
        if field in (Field.MAP, Field.WHERE) and location is not None:
            changed = pin(edited, location.latitude, location.longitude)
        elif not act.args:
            raise Unfit(Wrong.NO_SPOT if field is Field.MAP else Wrong.NO_WORDS)
        else:
            changed = write(edited, field, act.args, act.t.language)
    except Unfit as error:
        act.reply(unfit(act.t, field, error))
        return
    _took(act, draft, field, changed)


@router.press(TapValue, who=Who.FACILITATOR, candidates=of_draft)
def value_tapped(act: Act) -> None:
    """A value that needs no words; or none, or as it is."""
    asked = pressed(act, TapValue)
    draft = the_draft(act, asked.draft_id)
    _, _, edited = _edited(act, draft)
    if asked.value == "empty" and asked.field is not Field.NAME:
        changed = write(edited, asked.field, "")
    elif asked.value in TAPPED and asked.value in dict(_values(act.t, asked.field)):
        changed = edited.changed(**TAPPED[asked.value])
    else:
        changed = edited
    _took(act, draft, asked.field, changed)


def _took(act: Act, draft: Draft, field: Field, changed: Resource) -> None:
    """Keep it in the draft, then the next question of the guide, or the preview."""
    _, now, _ = _edited(act, draft)
    draft = _kept(act, draft, values=values(now, changed))
    if draft.data["guided"] and field in GUIDED and field is not GUIDED[-1]:
        _ask(act, draft, GUIDED[GUIDED.index(field) + 1])
    else:
        _preview(act, draft)


def _preview(act: Act, draft: Draft, head: str = "") -> None:
    t, (group, now, edited) = act.t, _edited(act, draft)
    draft = _kept(act, draft, guided=False)
    if not edited.name:
        _ask(act, draft, Field.NAME)
        return
    head = head or t("This is how parents will see it:")
    if draft.data["resource_id"] is not None and now.group_id is None:
        head += " " + t("(It is on the list of every group here, and changes for all of them.)")
    rows = [
        [press(t.plain("Save"), SaveEdit(draft.id)), press(t.plain("Change more"), ToFields(draft.id))],
        [press(t.plain("Never mind"), DropEdit(draft.id))],
    ]
    _say(act, f"{head}\n\n{card(t, edited, act.now, zone_of(group))}", rows)


@router.press(SaveEdit, who=Who.FACILITATOR, candidates=of_draft)
def save_edit(act: Act) -> None:
    """Keep it. Where somebody else changed it meanwhile, both changes are shown first; none is lost silently."""
    draft = the_draft(act, pressed(act, SaveEdit).draft_id)
    group, now, edited = _edited(act, draft)
    if now.version != int(draft.data["version"]):
        draft = _kept(act, draft, version=now.version)
        act.answer(act.t.plain("Somebody changed it meanwhile. Please look once more."), alert=True)
        _preview(act, draft, _meanwhile(act, now, group))
        return
    if draft.data["resource_id"] is None:
        saved = add(act.tx, group, edited, act.user.id, act.now)
    else:
        saved = change(act.tx, now, edited, act.user.id, act.now)
    act.tx.drafts.remove(draft.id)
    act.answer(act.t.plain("Saved."))
    act.edit_here(care_card(act.t, saved, group, act.now), care_rows(act, group, saved))


def _meanwhile(act: Act, now: Resource, group: Group) -> str:
    """Who changed what, and what stands there now; then the preview with one's own words on top."""
    t, found = act.t, act.tx.resources.history(now.id)
    if not found:
        return t("It was changed meanwhile. With your change it would be like this:")
    lines = [t("{who} changed it meanwhile.", who=who_words(act, found[0].by, group))]
    for field in fields_of(found[0].before):
        stands = safe_text(written(now, field, t.language), 200) or t.plain("nothing")
        lines.append(t("{field}: “{value}”", field=field_name(t, field), value=stands))
    return "\n".join([*lines, t("With your change it would be like this:")])


@router.press(DropEdit, who=Who.FACILITATOR, candidates=of_draft)
def drop_edit(act: Act) -> None:
    """Put it aside."""
    draft = the_draft(act, pressed(act, DropEdit).draft_id)
    group = _served(act, draft.group_id)
    act.tx.drafts.remove(draft.id)
    act.answer(act.t.plain("Nothing was changed."))
    back = press(act.t.plain("Back"), ShowCare(group.id, CarePart.MAIN, 0))
    act.edit_here(act.t("Put aside. Nothing was changed."), [[back]])
