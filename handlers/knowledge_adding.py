"""/knowledge: a new entry, step by step: the question, other ways to ask it, the answer, the source; then a preview."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from domain.drafts import Draft
from domain.entries import State
from domain.entries_editing import add
from domain.entries_fields import LONG, SHORT, Field, name_of, read
from domain.entries_marks import is_link
from domain.errors import Done
from domain.finding import Finding, Outcome, Question
from domain.groups import Group
from handlers.context import Act
from handlers.doors import ToKnowledgeEntry
from handlers.keyboards import Button, press
from handlers.knowledge import sought
from handlers.knowledge_buttons import KIND, AddEntry, Home, SkipStep, StepBack, here, of_draft
from handlers.knowledge_editing import with_marks
from handlers.knowledge_views import opened, short
from handlers.managing import pressed, stop_expecting, the_draft
from handlers.routing import Router, Who
from handlers.words import Words

router = Router("knowledge adding")

ADD = "knowledge_add"


class Step(StrEnum):
    """What is asked, in this order."""

    QUESTION = "question"
    PHRASINGS = "phrasings"
    ANSWER = "answer"
    SOURCE = "source"


STEPS = (*Step,)
CAN_BE_SKIPPED = (Step.PHRASINGS, Step.SOURCE)


@router.press(AddEntry, who=Who.FACILITATOR, candidates=here)
def begin(act: Act) -> None:
    """The first step."""
    stop_expecting(act)
    draft = act.begin(KIND, group_id=act.groups[0].id, expects=ADD, step=Step.QUESTION, fields={})
    _ask(act, draft)


def _question(act: Act) -> Question | None:
    """While the question is typed: is it there already?"""
    draft = act.draft
    return sought(act) if draft is not None and draft.data.get("step") == Step.QUESTION else None


@router.expecting(ADD, who=Who.FACILITATOR, candidates=of_draft, seeks=_question)
def typed(act: Act) -> None:
    """The words for this step. What does not fit is said, and the step is asked again."""
    if act.draft is None:
        raise Done
    step = Step(act.draft.data["step"])
    fields = {**act.draft.data["fields"], **_read(act, step)}
    _next(act, act.draft.changed(data={**act.draft.data, "fields": fields}), step)


def _read(act: Act, step: Step) -> dict[str, Any]:
    if step is Step.SOURCE:
        return _source(act.args)
    words = with_marks(act) if step is Step.ANSWER else act.args
    return {step.value: read(Field(step.value), words)}


def _source(words: str) -> dict[str, Any]:
    """A name, a link, or both in one line."""
    links = [word for word in words.split() if is_link(word)]
    name = " ".join(word for word in words.split() if word not in links)
    found = {name_of(Field.SOURCE): read(Field.SOURCE, name)}
    return found | ({name_of(Field.LINK): read(Field.LINK, links[0])} if links else {})


@router.press(SkipStep, who=Who.FACILITATOR, candidates=of_draft)
def skip(act: Act) -> None:
    """Nothing for this step."""
    draft = _begun(act, pressed(act, SkipStep).draft_id)
    step = Step(draft.data["step"])
    if step not in CAN_BE_SKIPPED:
        raise Done
    _next(act, draft, step)


@router.press(StepBack, who=Who.FACILITATOR, candidates=of_draft)
def step_back(act: Act) -> None:
    """The step before; what was typed there is asked anew."""
    draft = _begun(act, pressed(act, StepBack).draft_id)
    before = STEPS[max(0, STEPS.index(Step(draft.data["step"])) - 1)]
    draft = draft.changed(expects=ADD, data={**draft.data, "step": before})
    act.tx.drafts.save(draft)
    _ask(act, draft)


def _begun(act: Act, draft_id: int) -> Draft:
    draft = the_draft(act, draft_id)
    if "step" not in draft.data:
        raise Done
    return draft


def _next(act: Act, draft: Draft, step: Step) -> None:
    """Ask the next step, or show what came of it."""
    if step is not STEPS[-1]:
        following = STEPS[STEPS.index(step) + 1]
        draft = draft.changed(expects=ADD, data={**draft.data, "step": following})
        act.tx.drafts.save(draft)
        _ask(act, draft)
        return
    act.tx.drafts.remove(draft.id)
    _preview(act, act.groups[0], draft.data["fields"])


def _preview(act: Act, group: Group, fields: Mapping[str, Any]) -> None:
    """A draft stands now, as parents will see it; nothing of it can be lost any more."""
    given = {
        **fields,
        "phrasings": tuple(fields.get("phrasings", ())),
        "language": group.language,
        "state": State.DRAFT,
    }
    entry = add(act.tx, group, given, act.user.id, act.now)
    note = act.t("<b>This is how parents will see it.</b> Publish it when it is right.")
    act.edit_here(*opened(act.t, group, entry, act.now, note=note))


def _ask(act: Act, draft: Draft) -> None:
    step, group, t = Step(draft.data["step"]), act.groups[0], act.t
    buttons = [press(t.plain("Skip"), SkipStep(draft.id))] if step in CAN_BE_SKIPPED else []
    if step is not Step.QUESTION:
        buttons.append(press(t.plain("Step back"), StepBack(draft.id)))
    rows = [*_alike(act, group, step), buttons, [press(t.plain("Cancel"), Home(group.id))]]
    act.edit_here(_asked(t, step), rows)


def _asked(t: Words, step: Step) -> str:
    match step:
        case Step.QUESTION:
            return t(
                "Which question does it answer? Write it as a parent would ask it, at most {limit} characters.",
                limit=SHORT,
            )
        case Step.PHRASINGS:
            return t("How else do people ask that? Write each on a line of its own. Four or more help me most.")
        case Step.ANSWER:
            return t(
                "Now the answer: short, in plain words. At most {limit} characters. Bold words and links stay as you "
                "make them.",
                limit=LONG,
            )
        case _:
            return t("Where does it come from? Write the name, a link, or both.")


def _alike(act: Act, group: Group, step: Step) -> list[list[Button]]:
    """Behind the question: one that is there already and surely means the same."""
    found = act.found if isinstance(act.found, Finding) else None
    if step is not Step.PHRASINGS or found is None or found.outcome is not Outcome.ANSWER:
        return []
    entry = act.tx.entries.get(found.top[0][0])
    if entry is None or entry.group_id not in (None, group.id):
        return []
    text = act.t.plain("There already? {question}", question=short(entry.question))
    return [[press(text, ToKnowledgeEntry(group.id, entry.id))]]
