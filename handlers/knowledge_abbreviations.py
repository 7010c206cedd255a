"""/knowledge: what people here write for short, and what it means."""

from domain.errors import Done
from domain.groups import Group
from domain.synonyms import BadSynonym, add_synonym, remove_synonym
from handlers.context import Act
from handlers.keyboards import columns, press
from handlers.knowledge_buttons import (
    KIND,
    Abbreviations,
    AddAbbreviation,
    DropAbbreviation,
    KeepAbbreviation,
    here,
    of_draft,
)
from handlers.knowledge_views import Shown, back_home
from handlers.managing import pressed, stop_expecting, the_draft
from handlers.routing import Router, Who

router = Router("knowledge abbreviations")

WRITE = "knowledge_abbreviation"
ON_A_PAGE = 20


@router.press(Abbreviations, who=Who.FACILITATOR, candidates=here)
def show(act: Act) -> None:
    """Those of everybody, and those of this group, which can be taken away."""
    stop_expecting(act)
    act.edit_here(*_shown(act, act.groups[0], pressed(act, Abbreviations).page))


def _shown(act: Act, group: Group, page: int = 0) -> Shown:
    t = act.t
    lines = [t("<b>Written for short</b>"), t("I read both forms as the same when somebody asks.")]
    known = [*act.tx.entries.synonyms_of(group.id), *act.tx.entries.synonyms_of(None)]
    last = max(0, (len(known) - 1) // ON_A_PAGE)
    page = min(max(page, 0), last)
    here = known[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    lines += [t("{short} = {long}", short=s.short, long=s.long) for s in here]
    own = [s for s in here if s.group_id == group.id]  # those of everybody are the host's
    drop = [press(t.plain("Remove {short}", short=s.short), DropAbbreviation(group.id, s.id)) for s in own]
    turn = [press("‹", Abbreviations(group.id, page - 1))] if page > 0 else []
    turn += [press("›", Abbreviations(group.id, page + 1))] if page < last else []
    add = [press(t.plain("Add"), AddAbbreviation(group.id))]
    return "\n".join(lines), [add, *columns(drop, 3), turn, [back_home(t, group)]]


@router.press(AddAbbreviation, who=Who.FACILITATOR, candidates=here)
def ask(act: Act) -> None:
    """Ask for both forms."""
    stop_expecting(act)
    group, t = act.groups[0], act.t
    act.begin(KIND, group_id=group.id, expects=WRITE)
    example = "dla = disability living allowance"
    text = t(
        "Write the short form, an equals sign, and the long one. For example: <code>{example}</code>", example=example
    )
    act.edit_here(text, [[press(t.plain("Back"), Abbreviations(group.id, 0))]])


@router.expecting(WRITE, who=Who.FACILITATOR, candidates=of_draft)
def typed(act: Act) -> None:
    """Both forms."""
    if act.draft is None:
        raise Done
    short, equals, long = act.args.partition("=")
    if not equals:
        raise BadSynonym
    add_synonym(act.tx, act.groups[0].id, short, long)
    act.tx.drafts.remove(act.draft.id)
    act.reply(*_shown(act, act.groups[0]))


@router.press(DropAbbreviation, who=Who.FACILITATOR, candidates=here)
def drop(act: Act) -> None:
    """This one no more; it can be had back."""
    group, t = act.groups[0], act.t
    gone = remove_synonym(act.tx, group.id, pressed(act, DropAbbreviation).synonym_id)
    draft = act.begin(KIND, group_id=group.id, short=gone.short, long=gone.long)
    text, rows = _shown(act, group)
    back = press(t.plain("Put {short} back", short=gone.short), KeepAbbreviation(draft.id))
    act.edit_here(text, [[back], *rows])


@router.press(KeepAbbreviation, who=Who.FACILITATOR, candidates=of_draft)
def keep(act: Act) -> None:
    """The one that was taken away is back."""
    draft = the_draft(act, pressed(act, KeepAbbreviation).draft_id)
    if "short" not in draft.data:
        raise Done
    add_synonym(act.tx, act.groups[0].id, str(draft.data["short"]), str(draft.data["long"]))
    act.tx.drafts.remove(draft.id)
    act.edit_here(*_shown(act, act.groups[0]))
