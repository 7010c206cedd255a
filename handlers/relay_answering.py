"""The facilitator who has a request answers: by a reply to a message that was passed on, or after **Write**."""

from telegram import Message

from domain.drafts import Draft
from domain.errors import Done, NotFacilitator, NotYours
from domain.groups import Group
from domain.ports import Tx
from domain.relay import around, copies_to_change
from domain.requests import UNCLAIMED, Request
from domain.requests_answering import known, let_go, refuse_taken
from handlers.callbacks import Payload, unpack
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.relay import WRITING, replied_to
from handlers.relay_content import Unfit, content_of
from handlers.relay_passing import cannot_reach, edit, pass_on
from handlers.routing import Asked, Router, Who, group_of_draft
from handlers.views_relay import DontWrite, Write, unfit_words
from handlers.views_requests import Claim, asker

router = Router("relay answering")

EXPECTS = "relay*"


def group_of_payload(tx: Tx, asked: Asked) -> list[Group]:
    """The group of the request that a button names, for the facilitator who has it; only in private."""
    request = tx.requests.get(getattr(asked.payload, "request_id", 0))
    group = tx.groups.get(request.group_id) if request is not None else None
    return [group] if group is not None and request is not None and asked.private else []


def groups_served(tx: Tx, asked: Asked) -> list[Group]:
    """Those in which this person has a request."""
    ids = dict.fromkeys(request.group_id for request in tx.requests.held_by(asked.user_id))
    return [group for group in map(tx.groups.get, ids) if group is not None]


def held_by_them(act: Act) -> Request | None:
    """The request of the pressed button, which this facilitator has. None: they are none any more, and it goes on.

    NotFacilitator, Taken, Done: it is not theirs.
    """
    request = known(act.tx, getattr(act.payload, "request_id", 0))
    if not act.private:
        raise NotYours
    if not still_serves(act, request):
        if not request.held or request.claimed_by != act.user.id:
            raise NotFacilitator
        _no_longer(act)
        return None
    refuse_taken(act.tx, request, act.user.id)
    if not request.held:
        raise Done
    return request


def still_serves(act: Act, request: Request) -> bool:
    """Whether they were found to be a facilitator of its group just now. If not, it goes on to the next, at once."""
    if any(group.id == request.group_id for group in act.groups):
        return True
    if request.held and request.claimed_by == act.user.id:
        let_go(act.tx, request, act.now)
    return False


def _no_longer(act: Act) -> None:
    text = act.t.plain("You don’t facilitate that group any more, so I’m asking the next one.")
    if act.query is not None:
        act.answer(text, alert=True)
    else:
        act.reply(
            act.t("I have not passed this on. You don’t facilitate that group any more; I’m asking the next one.")
        )


@router.press(Write, who=Who.KNOWN, candidates=group_of_payload)
def write_pressed(act: Act) -> None:
    """The next message goes to whoever asked; a button takes that back."""
    request = held_by_them(act)
    if request is None:
        return
    for draft in act.tx.drafts.of_person(act.user.id):
        if draft.kind == WRITING:
            act.tx.drafts.remove(draft.id)
    draft = act.begin(WRITING, group_id=request.group_id, expects=EXPECTS, request=request.id)
    text = act.t("What you send me next goes to {name}: words, a voice note, a photo.", name=_name(act, request))
    act.reply(text, [[press(act.t.plain("Don’t write"), DontWrite(draft.id))]])


def _name(act: Act, request: Request) -> str:
    return asker(act.t, request, act.tx.people.get(request.person_id or 0))


@router.press(DontWrite)
def dont_write(act: Act) -> None:
    """Nothing goes there."""
    draft = act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    if draft is None or draft.kind != WRITING:
        raise Done
    if draft.person_id != act.user.id:
        raise NotYours
    act.tx.drafts.remove(draft.id)
    act.edit_here(act.t("All right. Nothing was passed on."))


@router.expecting(EXPECTS, who=Who.KNOWN, candidates=group_of_draft)
def written(act: Act) -> None:
    """One message, or the pictures that were sent with it."""
    draft, message = act.draft, act.message
    request = act.tx.requests.get(draft.data["request"]) if draft is not None else None
    if draft is None or message is None or request is None:
        return
    album = draft.data.get("album")
    if album is not None and album != message.media_group_id:
        act.tx.drafts.remove(draft.id)
        _how_to(act)
        return
    if message.media_group_id is not None:
        act.tx.drafts.save(draft.changed(data=draft.data | {"album": message.media_group_id}))
    if _give(act, request, message, None) and message.media_group_id is None:
        act.tx.drafts.remove(draft.id)


def _give(act: Act, request: Request, message: Message, answers: int | None) -> bool:
    """Pass it on, after the live check. False: it is of a kind that cannot be, and another one may follow."""
    if not request.held or request.claimed_by != act.user.id:
        _not_theirs(act, request)
        return True
    if not still_serves(act, request):
        _no_longer(act)
        return True
    content = content_of(message, unnamed=False)
    if isinstance(content, Unfit):
        act.reply(unfit_words(act.t, content))
        return False
    person = act.tx.people.get(request.person_id or 0)
    if person is None or not person.private_open:
        act.reply(cannot_reach(act, act.t, request))
        return True
    pass_on(act, request, act.user.id, content, message.message_id, answers)
    return True


def _not_theirs(act: Act, request: Request) -> None:
    """Where nobody has it, they can take it (again), as far as they facilitate, which the tap finds out."""
    if request.state in UNCLAIMED and any(group.id == request.group_id for group in act.groups):
        text = act.t("I have not passed this on: it has gone on to the next one. Take it again, and send it once more.")
        act.reply(text, [[press(act.t.plain("Claim"), Claim(request.id))]])
    else:
        act.reply(act.t("I have not passed this on: it is closed, or not with you any more."))


def _answered(act: Act) -> Request | None:
    """The request of somebody else's of which they answer a message."""
    answered = replied_to(act.message) if act.message is not None else None
    for row in around(act.tx, act.chat.id, answered) if answered is not None else ():
        request = act.tx.requests.get(row.request_id)
        if request is not None and request.person_id != act.user.id:
            return request
    return _on_its_button(act)


def _on_its_button(act: Act) -> Request | None:
    """The same by the button under the message: of what says that they have it, and of what a power cut doubled."""
    answered = act.message.reply_to_message if act.message is not None else None
    keyboard = answered.reply_markup.inline_keyboard if answered is not None and answered.reply_markup else ()
    for button in (button for row in keyboard for button in row):
        payload = _payload(button.callback_data)
        request = act.tx.requests.get(payload.request_id) if isinstance(payload, Write) else None
        if request is not None and request.claimed_by == act.user.id:
            return request
    return None


def _payload(data: object) -> Payload | None:
    try:
        return unpack(str(data or ""))
    except ValueError:
        return None


def _wanted(act: Act, draft: Draft | None) -> bool:
    if act.update.edited_message is not None and act.message is not None:
        found = copies_to_change(act.tx, act.user.id, act.message.message_id)
        return any(request.claimed_by == act.user.id for _, request in found)
    if _answered(act) is not None:
        return True
    return draft is None and bool(act.tx.requests.held_by(act.user.id))


@router.listens(_wanted, who=Who.KNOWN, candidates=groups_served)
def from_facilitator(act: Act) -> None:
    """An answer to what was passed on goes back; anything else does not, and they hear how it can."""
    message, request = act.message, _answered(act)
    if message is None:
        return
    if act.update.edited_message is not None:
        _edited(act, message)
    elif request is not None:
        _give(act, request, message, replied_to(message))
    else:
        _how_to(act)


def _edited(act: Act, message: Message) -> None:
    content = content_of(message, unnamed=False)
    for _, request in copies_to_change(act.tx, act.user.id, message.message_id):
        if not still_serves(act, request):
            _no_longer(act)
            return
    if isinstance(content, Unfit):
        act.reply(unfit_words(act.t, content))
    else:
        edit(act, act.user.id, message.message_id, content)


def _how_to(act: Act) -> None:
    text = act.t(
        "I have not passed this on. To write to somebody, reply to one of their messages, or tap Write first. If you "
        "wanted something of me: /ask and a question, or /help."
    )
    act.reply(text, _who_there_is(act))


def _who_there_is(act: Act) -> Rows:
    found = act.tx.requests.held_by(act.user.id)
    if len(found) == 1:
        return [[press(act.t.plain("Write"), Write(found[0].id))]]
    return [[press(act.t.plain("Write to {name}", name=_name(act, one)), Write(one.id))] for one in found]
