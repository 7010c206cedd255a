"""A facilitator writes the answer once: the question reworded, the answer, a preview, Publish."""

from domain import questions, shares
from domain.drafts import Draft
from domain.entries import Entry, State
from domain.entries_editing import add, change, publish
from domain.entries_fields import SHORT, Field, read
from domain.entries_marks import Mark, marked
from domain.errors import Done, Gone
from domain.groups import Group
from domain.share import Share
from handlers.context import Act
from handlers.doors import ToKnowledgeEntry, ToUnanswered
from handlers.keyboards import Button, press
from handlers.managing import answered, of_draft, pressed, stop_expecting, the_draft
from handlers.routing import Router, Who
from handlers.unanswered import served, the_share, the_unanswered
from handlers.unanswered_buttons import (
    AsItStands,
    PublishAnswer,
    UseShare,
    WithoutWordings,
    WriteAnswer,
    of_draft_entry,
    of_share,
    of_unanswered,
)
from handlers.views_entries import answer_html, entry_text
from handlers.words import Words

router = Router("unanswered writing")

KIND = "unanswered"
QUESTION, ANSWER = "unanswered_question", "unanswered_answer"
MOST_WORDINGS, LONGEST_WORDING = 5, 120  # that are taken over as other ways to ask it


@router.press(WriteAnswer, who=Who.FACILITATOR, candidates=of_unanswered)
def write(act: Act) -> None:
    """First the question, in words that fit everybody."""
    known, group = the_unanswered(act, pressed(act, WriteAnswer).unanswered_id)
    stop_expecting(act)
    draft = act.begin(KIND, group_id=group.id, expects=QUESTION, unanswered=known.id, words=known.words)
    text = act.t("“{words}”", words=known.words) + "\n\n"
    text += act.t(
        "How would you ask this in one short sentence, with nothing personal in it? Write it, and parents will see it "
        "above the answer."
    )
    rows: list[list[Button]] = []
    if len(known.words) <= SHORT:
        rows.append([press(act.t.plain("It is fine as it is"), AsItStands(draft.id))])
    act.edit_here(text, [*rows, _never_mind(act.t, group)])


@router.press(UseShare, who=Who.FACILITATOR, candidates=of_share)
def use(act: Act) -> None:
    """The answer is there; which question does it answer?"""
    share, group = the_share(act, pressed(act, UseShare).share_id)
    stop_expecting(act)
    act.begin(KIND, group_id=group.id, expects=QUESTION, share=share.id)
    text = answer_html(share.words) + "\n\n"
    text += act.t("Which question does this answer? Write it in one short sentence; parents will see it above.")
    act.edit_here(text, [_never_mind(act.t, group)])


def _never_mind(t: Words, group: Group) -> list[Button]:
    return [press(t.plain("Never mind"), ToUnanswered(group.id))]


@router.press(AsItStands, who=Who.FACILITATOR, candidates=of_draft)
def as_it_stands(act: Act) -> None:
    """The asker's words are good for everybody."""
    draft = the_draft(act, pressed(act, AsItStands).draft_id)
    if draft.expects != QUESTION:
        raise Done
    _ask_answer(act, draft, str(draft.data["words"]))


@router.expecting(QUESTION, who=Who.FACILITATOR, candidates=of_draft)
def question_typed(act: Act) -> None:
    """The question, reworded."""
    draft = _drafted(act)
    if "share" in draft.data:
        share, group = the_share(act, int(draft.data["share"]))
        entry = _made_of(act, share, group, read(Field.QUESTION, act.args))
        answered(act)
        preview(act, entry, group)
    else:
        _ask_answer(act, draft, act.args)


def _ask_answer(act: Act, draft: Draft, words: str) -> None:
    question = read(Field.QUESTION, words)
    act.tx.drafts.save(draft.changed(expects=ANSWER, data={**draft.data, "question": question}))
    text = act.t("<b>{question}</b>", question=question) + "\n\n"
    text += act.t("Now the answer, in plain words. Bold words and links stay as you make them.")
    act.reply(text, ask=True)


@router.expecting(ANSWER, who=Who.FACILITATOR, candidates=of_draft)
def answer_typed(act: Act) -> None:
    """The answer: a draft stands now, and a preview of it."""
    draft = _drafted(act)
    known, group = the_unanswered(act, int(draft.data["unanswered"]))
    words = read(Field.ANSWER, _with_marks(act))
    found = (one.words for one in act.tx.questions.wordings(known.id) if len(one.words) <= LONGEST_WORDING)
    phrasings = tuple(dict.fromkeys(found))[-MOST_WORDINGS:]
    fields = {"question": draft.data["question"], "answer": words, "phrasings": phrasings, **_of(group)}
    entry = add(act.tx, group, fields, act.user.id, act.now)
    questions.drafted(act.tx, known.id, entry.id)
    answered(act)
    preview(act, entry, group)


def _with_marks(act: Act) -> str:
    """As it was typed, with what was made bold or a link."""
    entities = act.message.entities if act.message is not None else ()
    text = (act.message.text or "") if act.message is not None else ""
    return marked(text, [Mark(e.type, e.offset, e.length, e.url) for e in entities])


def _of(group: Group) -> dict[str, object]:
    return {"language": group.language, "source_name": group.title[:SHORT]}


def _made_of(act: Act, share: Share, group: Group, question: str) -> Entry:
    nobody = act.words(group.language).plain("a parent of the group")
    fields = {"question": question, "answer": read(Field.ANSWER, share.words), "credit": share.credit or nobody}
    entry = add(act.tx, group, {**fields, **_of(group)}, act.user.id, act.now)
    shares.drafted(act.tx, share, entry.id)
    return entry


def _drafted(act: Act) -> Draft:
    if act.draft is None:
        raise Done
    return act.draft


def preview(act: Act, entry: Entry, group: Group) -> None:
    """Exactly as parents will see it."""
    act.reply(*_previewed(act, entry, group))


def _previewed(act: Act, entry: Entry, group: Group) -> tuple[str, list[list[Button]]]:
    t = act.t
    head = t("This is how parents will see it:")
    parts = [head, entry_text(t, entry, act.now)]
    rows = [
        [
            press(t.plain("Publish"), PublishAnswer(entry.id, entry.version)),
            press(t.plain("Change"), ToKnowledgeEntry(group.id, entry.id)),
        ]
    ]
    if entry.phrasings:
        asked = "\n".join(t("“{words}”", words=words) for words in entry.phrasings)
        parts.append(t("I will also find it by these words, which parents don’t see:") + "\n" + asked)
        rows.append([press(t.plain("Without these words"), WithoutWordings(entry.id, entry.version))])
    parts.append(t("Until you publish it, it stays a draft."))
    return "\n\n".join(parts), [*rows, [press(t.plain("All questions"), ToUnanswered(group.id))]]


@router.press(WithoutWordings, who=Who.FACILITATOR, candidates=of_draft_entry)
def without_wordings(act: Act) -> None:
    """The asked words may be too personal to stay."""
    payload = pressed(act, WithoutWordings)
    entry, group = _the_draft_entry(act, payload.entry_id)
    entry = change(act.tx, group, entry, {"phrasings": ()}, act.user.id, act.now, version=payload.version)
    act.edit_here(*_previewed(act, entry, group))


@router.press(PublishAnswer, who=Who.FACILITATOR, candidates=of_draft_entry)
def publish_answer(act: Act) -> None:
    """Parents get it; who waited for it hears of it right after this."""
    payload = pressed(act, PublishAnswer)
    entry, group = _the_draft_entry(act, payload.entry_id)
    entry = publish(act.tx, group, entry, act.user.id, act.now, version=payload.version)
    said = act.t("Published. Whoever waited for it hears from me.")
    rows = [[press(act.t.plain("All questions"), ToUnanswered(group.id))]]
    act.edit_here(f"{entry_text(act.t, entry, act.now)}\n\n{said}", rows)
    act.answer(act.t.plain("Published."))


def _the_draft_entry(act: Act, entry_id: int) -> tuple[Entry, Group]:
    entry = act.tx.entries.get(entry_id)
    if entry is None or entry.group_id is None:
        raise Gone
    if entry.state is not State.DRAFT:
        raise Done
    return entry, served(act, entry.group_id)
