"""The buttons under answers: whether it helped, what else it could be, the whole of it, and hearing back later."""

from domain import opinions
from domain.asking import ASKED, is_visible, visible
from domain.drafts import Draft
from domain.entries import Entry
from domain.errors import Done, Gone, NotYours
from domain.groups import Group
from domain.ports import Tx
from domain.questions import unkeep, wish
from handlers.ask_answer import MOST, give, groups_of, not_known
from handlers.ask_buttons import (
    DoNotKeep,
    Helped,
    ItWasAQuestion,
    Meant,
    NoneOfThese,
    NotQuite,
    Others,
    Page,
    ShowFile,
    TellMe,
)
from handlers.ask_words import Shown, offered, whole
from handlers.context import Act
from handlers.doors import ToEntry, human
from handlers.entry_files import send_file
from handlers.managing import pressed
from handlers.privately import STAND_INS, privately
from handlers.routing import Asked, Router, Who

router = Router("answers")

NEXT = 2  # more to choose from, before a human


def of_entry(tx: Tx, asked: Asked) -> list[Group]:
    """The group whose own entry it is: only who is in it reads it."""
    entry = tx.entries.get(getattr(asked.payload, "entry_id", 0))
    group = tx.groups.get(entry.group_id) if entry is not None and entry.group_id is not None else None
    return [group] if group is not None and not group.resting else []


def _the_entry(act: Act, entry_id: int) -> Entry:
    """Published, and shared or of a group that they are in. Gone: it is not, whatever the button says."""
    entry = act.tx.entries.get(entry_id)
    if entry is None or not is_visible(entry, list(act.present)):
        raise Gone
    return entry


def _own(act: Act, draft_id: int) -> Draft | None:
    """What this person asked; None: it is over, or somebody else asked."""
    draft = act.tx.drafts.get(draft_id)
    return draft if draft is not None and draft.kind == ASKED and _asked_by(act, draft) else None


def _asked_by(act: Act, draft: Draft) -> bool:
    """Whether they are the one who asked; of who asked as the group nobody can say."""
    return draft.person_id in (act.user.id, *STAND_INS)


def _group_id(act: Act, draft_id: int) -> int | None:
    """The group for which an opinion counts."""
    draft = act.tx.drafts.get(draft_id)
    if draft is not None and draft.group_id is not None:
        return draft.group_id
    return next((group.id for group in groups_of(act)), None)


@router.press(ToEntry, who=Who.KNOWN, candidates=of_entry)
def read(act: Act) -> None:
    """The whole of it, in private."""
    entry = _the_entry(act, pressed(act, ToEntry).entry_id)
    privately(act, *whole(act, act.t, entry, 0, _group_id(act, 0)))


@router.press(Page, who=Who.KNOWN, candidates=of_entry)
def turn(act: Act) -> None:
    """Another page."""
    payload = pressed(act, Page)
    entry = _the_entry(act, payload.entry_id)
    act.edit_here(*whole(act, act.t, entry, payload.draft_id, _group_id(act, payload.draft_id), payload.page))


@router.press(ShowFile, who=Who.KNOWN, candidates=of_entry)
def show_file(act: Act) -> None:
    """The picture or PDF."""
    entry = _the_entry(act, pressed(act, ShowFile).entry_id)
    if not send_file(act, entry, act.chat.id, thread_id=act.thread_id):
        raise Gone


@router.press(Helped, who=Who.KNOWN, candidates=of_entry)
def helped(act: Act) -> None:
    """Counted once for each person; who it was is in no list."""
    payload = pressed(act, Helped)
    entry = _the_entry(act, payload.entry_id)
    act.person  # noqa: B018 - an opinion belongs to somebody who is known
    opinions.say(act.tx, entry.id, _group_id(act, payload.draft_id), act.user.id, act.now, helped=True)
    if (draft := _own(act, payload.draft_id)) is not None:
        act.tx.drafts.save(draft.changed(data={**draft.data, "words": ""}))
    act.answer(act.t.plain("Good to know. Thank you for telling me."))


@router.press(NotQuite, who=Who.KNOWN, candidates=of_entry)
def not_quite(act: Act) -> None:
    """The next two for the one who asked, then a human; for others only a thank-you."""
    payload = pressed(act, NotQuite)
    entry = _the_entry(act, payload.entry_id)
    act.person  # noqa: B018 - an opinion belongs to somebody who is known
    opinions.say(act.tx, entry.id, _group_id(act, payload.draft_id), act.user.id, act.now, helped=False)
    draft = _own(act, payload.draft_id)
    if draft is None and not act.private:
        act.answer(act.t.plain("Thank you for telling me."))
        return
    if draft is not None:
        tried = [*draft.data.get("tried", ()), entry.id]
        draft = draft.changed(data={**draft.data, "tried": tried})
        act.tx.drafts.save(draft)
    _in_private(act, draft)


def _in_private(act: Act, draft: Draft | None) -> None:
    """What else there is. Where their private chat is not open yet, the press opens it; the group sees nothing."""
    if act.private:
        act.reply(*_others(act, draft))
    elif act.person.private_open:
        act.send(act.user.id, *_others(act, draft))
        act.answer(act.t.plain("I wrote to you in private."))
    elif draft is not None:
        act.open_private(Others(draft.id))


@router.press(Others)
def others(act: Act) -> None:
    """The same, where the press opened the private chat."""
    draft = _own(act, pressed(act, Others).draft_id)
    if draft is None:
        raise Gone
    privately(act, *_others(act, draft))


def _others(act: Act, draft: Draft | None) -> Shown:
    t = act.t
    group_id = draft.group_id if draft is not None else None
    rest = _untried(act, draft)[:NEXT]
    if draft is not None and rest:
        return t("Perhaps one of these?"), offered(t, rest, draft.id, group_id)
    if draft is not None and draft.data.get("words"):
        return _kept(act, draft)
    return t("I’m sorry that I don’t have it. A person may know."), [[human(t, group_id)]]


def _untried(act: Act, draft: Draft | None) -> list[Entry]:
    if draft is None:
        return []
    group_ids = [group.id for group in _groups_of(act, draft)]
    tried = set(draft.data.get("tried", ()))
    return [one for one in visible(act.tx, draft.data.get("top", ()), group_ids) if one.id not in tried]


def _groups_of(act: Act, draft: Draft) -> list[Group]:
    """Of which groups it was asked: the one in which it was, or each that the asker belongs to."""
    if draft.chat_id == draft.person_id:
        return act.tx.people.groups_of(draft.person_id)
    group = act.tx.groups.get(draft.group_id) if draft.group_id is not None else None
    return [group] if group is not None else []


def _kept(act: Act, draft: Draft) -> Shown:
    """Nothing of what there is was it: the question is kept for the facilitators like any other."""
    groups, words = _groups_of(act, draft), str(draft.data["words"])
    act.tx.drafts.remove(draft.id)
    return not_known(act, words, groups)


@router.press(Meant, who=Who.KNOWN, candidates=of_entry)
def meant(act: Act) -> None:
    """The answer in the place of the question. In a group only who asked can choose."""
    payload = pressed(act, Meant)
    draft = act.tx.drafts.get(payload.draft_id)
    if draft is not None and not _asked_by(act, draft):
        raise NotYours
    entry = _the_entry(act, payload.entry_id)
    act.edit_here(*give(act, entry, payload.draft_id, _group_id(act, payload.draft_id)))


@router.press(NoneOfThese)
def none_of_these(act: Act) -> None:
    """Then what has not been shown yet, or a human."""
    draft = act.tx.drafts.get(pressed(act, NoneOfThese).draft_id)
    if draft is None or draft.kind != ASKED:
        raise Done
    if not _asked_by(act, draft):
        raise NotYours
    shown = MOST if not draft.data.get("tried") else NEXT
    seen = [one.id for one in _untried(act, draft)[:shown]]
    draft = draft.changed(data={**draft.data, "tried": [*draft.data.get("tried", ()), *seen]})
    act.tx.drafts.save(draft)
    act.edit_here(*_others(act, draft))


@router.press(TellMe)
def tell_me(act: Act) -> None:
    """Whoever wants to hear the answer does, once, in private; their id is kept until then."""
    payload = pressed(act, TellMe)
    act.person  # noqa: B018 - the wish belongs to somebody who is known
    known = act.tx.questions.get(payload.unanswered_id)
    if known is None:
        act.answer(act.t.plain("That question has been dealt with. Ask it again, and you see what I know now."))
        return
    if known.group_id not in [group.id for group in groups_of(act)]:
        raise NotYours
    wish(act.tx, known.id, act.user.id, act.now)
    for one in _kept_with(act, payload.unanswered_id):
        wish(act.tx, one, act.user.id, act.now)
    if act.private or act.person.private_open:
        act.answer(
            act.t.plain("I’ll write to you here in private as soon as I know.")
            if act.private
            else act.t.plain("I’ll write to you in private as soon as I know.")
        )
    else:
        act.open_private(None)


def _kept_with(act: Act, unanswered_id: int) -> list[int]:
    """The same question, as it is kept for the other groups of the one who asked."""
    for draft in act.tx.drafts.of_person(act.user.id):
        if draft.kind == ASKED and draft.chat_id == act.chat.id:
            wordings = [act.tx.questions.wording(one) for one in draft.data.get("kept", ())]
            found = [one.unanswered_id for one in wordings if one is not None]
            if unanswered_id in found:
                return found
    return []


@router.press(DoNotKeep)
def do_not_keep(act: Act) -> None:
    """Nothing of the question stays."""
    draft = _own(act, pressed(act, DoNotKeep).draft_id)
    if draft is None:
        raise Done
    for wording_id in draft.data.get("kept", ()):
        unkeep(act.tx, wording_id)
    act.tx.drafts.remove(draft.id)
    act.edit_here(act.t("I don’t keep the question."), [[human(act.t, draft.group_id)]])


@router.press(ItWasAQuestion)
def it_was_a_question(act: Act) -> None:
    """Then what it could be is shown, else it is kept like any other that has no answer."""
    draft = _own(act, pressed(act, ItWasAQuestion).draft_id)
    if draft is None or not draft.data.get("words"):
        raise Done
    if draft.data.get("top"):
        act.edit_here(*_others(act, draft))
    else:
        act.edit_here(*not_known(act, str(draft.data["words"]), groups_of(act)))
