"""Whoever asked writes to the facilitator who has their request: they simply write, and it is passed on."""

from typing import Any

from telegram import Message

from domain.drafts import Draft
from domain.errors import Done, NotYours
from domain.finding import Serves
from domain.relay import around, copies_to_change
from domain.requests import Request
from domain.requests_answering import to_be_checked
from domain.requests_asking import add_words
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.relay_content import Content, Unfit, content_of, fits_unnamed, words_of_content
from handlers.relay_passing import edit, goes_on, mark, pass_on, still_has_it
from handlers.routing import Router
from handlers.views_relay import ToThem, unfit_words
from handlers.views_requests import answerer

router = Router("relay")

WHICH = "relay_which"
WRITING = "relay"  # the draft of a facilitator who tapped Write
LONGEST_LABEL = 50  # of a button


def replied_to(message: Message) -> int | None:
    """The message of this chat that it answers."""
    return message.reply_to_message.message_id if message.reply_to_message is not None else None


def _meant(act: Act) -> list[Request]:
    """The requests of their own that a message of this person's can be for; none: it is for somebody else."""
    message = act.message
    if message is None:
        return []
    if act.update.edited_message is not None:
        found = copies_to_change(act.tx, act.user.id, message.message_id)
        return [request for _, request in found if request.person_id == act.user.id][:1]
    answered = replied_to(message)
    for row in around(act.tx, act.chat.id, answered) if answered is not None else ():
        request = act.tx.requests.get(row.request_id)
        if request is not None and request.person_id != act.user.id:
            return []  # they answer as the facilitator
        if request is not None and request.held:
            return [request]
    if act.draft is not None and act.draft.kind == WRITING:
        return []  # they were told to whom this goes
    talks = [one for one in act.tx.requests.open_of(act.user.id) if one.held]
    newest = max((one.moved_at for one in talks), default=None)
    if newest is None or (act.draft is not None and act.draft.created_at > newest):
        return []
    return act.tx.requests.open_of(act.user.id)


def _wanted(act: Act, draft: Draft | None) -> bool:
    return bool(_meant(act)) or _kept_message(act) is not None


def _sought(act: Act) -> Serves | None:
    meant = _meant(act)
    return to_be_checked(act.tx, meant[0]) if len(meant) == 1 else None


@router.listens(_wanted, seeks=_sought)
def from_member(act: Act) -> None:
    """It goes to whoever has it, who is checked live; of several, to the one they say."""
    message, meant = act.message, _meant(act)
    if message is None:
        return
    content = content_of(message, unnamed=any(not one.named for one in meant))
    if act.update.edited_message is not None:
        _edited(act, message, content, meant)
    elif isinstance(content, Unfit):
        act.reply(unfit_words(act.t, content))
    elif len(meant) == 1:
        _give(act, meant[0], content, message.message_id, replied_to(message))
    elif meant:
        _ask_which(act, meant, content, message)
    else:
        act.reply(act.t("That one is closed just now, so I have not passed this on."))


def _give(act: Act, request: Request, content: Content, message_id: int | None, answers: int | None) -> bool:
    """False: it could not be found out whether the facilitator is one still; it can be tried again."""
    words = words_of_content(content, act.now)
    kept = [words.changed(message_id=message_id)] if words is not None else []
    if request.held and act.found is None:
        act.reply(
            act.t("I could not check just now whether your facilitator is still there. Please send it once more.")
        )
        return False
    if request.held and still_has_it(act, request):
        pass_on(act, request, act.user.id, content, message_id, answers)
        return True
    if not kept:
        act.reply(act.t("Nobody has it just now, and this I can’t keep for them. Please say it in words."))
        return True
    if request.held:
        goes_on(act, request, request.claimed_by or 0, kept)
    else:
        add_words(act.tx, request, kept, act.now)
    if message_id is not None:
        mark(act, act.chat.id, message_id)
    return True


def _edited(act: Act, message: Message, content: Content | Unfit, meant: list[Request]) -> None:
    """What was passed on is changed there; what waits to be sent, here. What can’t be passed on changes nothing."""
    if isinstance(content, Unfit):
        act.reply(unfit_words(act.t, content))
        return
    waiting = _changed_words(act, message.message_id, content)
    if meant and act.found is None:
        act.reply(act.t("I could not check just now whether your facilitator is still there. Please change it again."))
    elif meant and not still_has_it(act, meant[0]):
        words = words_of_content(content, act.now)
        kept = [words.changed(message_id=message.message_id)] if words is not None and not waiting else []
        goes_on(act, meant[0], meant[0].claimed_by or 0, kept)
    else:
        edit(act, act.user.id, message.message_id, content)
    draft = _kept_message(act)
    if draft is not None:
        given = {"content": content.stored()}
        kept = [one | (given if one["message"] == message.message_id else {}) for one in draft.data["kept"]]
        act.tx.drafts.save(draft.changed(data={"kept": kept}))


def _changed_words(act: Act, message_id: int, content: Content) -> bool:
    """Whether it is among what is kept for whoever has it next, and is changed there."""
    found, words = False, words_of_content(content, act.now)
    for request in act.tx.requests.open_of(act.user.id):
        for one in act.tx.requests.words(request.id):
            if one.message_id == message_id and words is not None:
                changed = {"text": words.text, "entities": words.entities, "file": words.file}
                act.tx.requests.save_words(one.changed(**changed))
                found = True
    return found


def _kept_message(act: Act) -> Draft | None:
    """The draft in which the message that was changed waits until they say whom it is for."""
    if act.update.edited_message is None or act.message is None:
        return None
    draft = _waiting(act)
    known = draft is not None and any(one["message"] == act.message.message_id for one in draft.data["kept"])
    return draft if known else None


def _waiting(act: Act) -> Draft | None:
    return next((one for one in act.tx.drafts.of_person(act.user.id) if one.kind == WHICH), None)


def _ask_which(act: Act, meant: list[Request], content: Content, message: Message) -> None:
    """They talk in several groups: the words wait until they say whom they are for."""
    kept: dict[str, Any] = {"content": content.stored(), "message": message.message_id, "answers": replied_to(message)}
    draft = _waiting(act) or act.begin(WHICH, kept=[])
    draft = draft.changed(data={"kept": [*draft.data["kept"], kept]})
    act.tx.drafts.save(draft)
    act.reply(act.t("Whom is this for? I pass it on when you tap."), _choices(act, draft, meant))


def _choices(act: Act, draft: Draft, meant: list[Request]) -> Rows:
    rows = []
    for request in meant:
        group = act.tx.groups.get(request.group_id)
        title = group.title if group is not None else ""
        label = title
        if request.held:
            name = answerer(act.t, act.tx.people.get(request.claimed_by or 0))
            label = act.t.plain("{name}, {group}", name=name, group=title)
        short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
        rows.append([press(short, ToThem(draft.id, request.id))])
    return rows


def _chosen(act: Act) -> Serves | None:
    request = act.tx.requests.get(getattr(act.payload, "request_id", 0))
    return to_be_checked(act.tx, request) if request is not None and request.person_id == act.user.id else None


@router.press(ToThem, seeks=_chosen)
def to_them(act: Act) -> None:
    """Everything that waited goes there."""
    draft = act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    request = act.tx.requests.get(getattr(act.payload, "request_id", 0))
    if draft is None or draft.kind != WHICH or request is None:
        raise Done
    if draft.person_id != act.user.id or request.person_id != act.user.id or not act.private:
        raise NotYours
    if not request.open:
        raise Done
    left = []
    for one in draft.data["kept"]:
        current = act.tx.requests.get(request.id) or request
        content = Content(**one["content"])
        if not request.named and not fits_unnamed(content):
            act.reply(unfit_words(act.t, Unfit.FILE))
        elif not _give(act, current, content, one["message"], one["answers"]):
            left.append(one)
    if left:
        act.tx.drafts.save(draft.changed(data={"kept": left}))
        return
    act.tx.drafts.remove(draft.id)
    act.answer(act.t.plain("Passed on."))
    act.edit_here(act.t("I have passed it on."))
