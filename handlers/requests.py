"""`/facilitator` and **Ask a facilitator**: somebody asks for a human; in the group nothing shows of it."""

from collections.abc import Sequence

from domain.drafts import Draft
from domain.errors import Done, LeftGroup, NotYours, Unsure
from domain.finding import Serves
from domain.groups import Group
from domain.members import see_member
from domain.outbox import Lane
from domain.ports import Tx
from domain.requests import Kind, Request, RequestWords, What
from domain.requests_answering import let_go, to_be_checked
from domain.requests_asking import add_words, ask, take_back, waiting_of
from handlers import asking
from handlers.asking import EXPECTS, KIND, DontSend, InGroup, Send, words_of
from handlers.context import Act
from handlers.doors import ToHuman
from handlers.keyboards import Rows, link
from handlers.privately import private_chat, privately
from handlers.relay_content import content_of_words
from handlers.relay_passing import pass_on, still_has_it
from handlers.replays import ANONYMOUS, CONTINUE
from handlers.requests_telling import settle, tell_facilitator
from handlers.requests_words import content_of
from handlers.routing import Asked, Router, Who, groups_here
from handlers.views_requests import TakeBack, asker, cannot_wait, receipt
from handlers.words import Words

router = Router("requests")

SEEN = "👌"  # under what was added to a request


def not_known_there(tx: Tx, asked: Asked) -> list[Group]:
    """The groups to ask Telegram about: a door's or link's own; any, where none is known or they wrote as the group."""
    group_id = getattr(asked.payload, "group_id", None)
    if group_id is None:
        unknown = asked.private and not tx.people.groups_of(asked.user_id)
        return groups_here(tx, asked) if unknown or asked.hidden else []
    member, group = tx.people.member(group_id, asked.user_id), tx.groups.get(group_id)
    return [group] if group is not None and (member is None or member.left_at is not None) else []


def _belong(act: Act) -> None:
    """Whoever was found in a group takes part there from now on."""
    for group_id in act.present:
        group = act.tx.groups.get(group_id)
        if group is not None and not group.resting:
            see_member(act.tx, group.id, act.person.id, act.now)


def _held_in(act: Act) -> Request | None:
    """The request of theirs that some facilitator has, in the group that this is about."""
    held = [one for one in act.tx.requests.open_of(act.user.id) if one.held]
    payload_draft = act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    draft = payload_draft or act.draft
    group_id = act.group.id if act.group is not None else draft.group_id if draft is not None else None
    if isinstance(act.payload, InGroup):
        group_id = act.payload.group_id
    if group_id is None:
        groups = act.tx.people.groups_of(act.user.id)
        group_id = groups[0].id if len(groups) == 1 else None
    return next((one for one in held if one.group_id == group_id), None)


def _has_it(act: Act) -> Serves | None:
    held = _held_in(act)
    return to_be_checked(act.tx, held) if held is not None else None


def _passed(act: Act, words: Sequence[RequestWords]) -> bool:
    """Words with a command go to whoever has the request, who was checked live; else to whoever has it next."""
    held = _held_in(act)
    if held is None or not words:
        return False
    if act.found is None:
        raise Unsure
    fit = [one for one in words if held.named or one.kind is not Kind.DOCUMENT]
    if still_has_it(act, held):
        for one in fit:
            pass_on(act, held, act.user.id, content_of_words(one), one.message_id, None)
    else:
        add_words(act.tx, let_go(act.tx, held, act.now), fit, act.now)
    return True


@router.command("facilitator", who=Who.KNOWN_IF_SURE, candidates=not_known_there, seeks=_has_it)
def facilitator(act: Act) -> None:
    """In the group the words are removed where the bot may; everything goes on in private."""
    if act.draft is not None and act.draft.kind == ANONYMOUS and not act.administers:
        # Anybody may press It’s me: what was written as the group is for no other eyes than its administrators'.
        act.args, act.draft = "", act.draft.changed(data=act.draft.data | {"args": ""})
    _belong(act)
    words = [RequestWords(request_id=0, text=act.args, at=act.now)] if act.args else []
    if words and act.private and act.query is None and act.message is not None and act.draft is None:
        words = [words[0].changed(message_id=act.message.message_id)]
    kept = act.draft.group_id if act.draft is not None else None
    if _passed(act, words):
        words = []
    _begin(act, act.group.id if act.group is not None else kept, words)


@router.press(ToHuman, who=Who.KNOWN_IF_SURE, candidates=not_known_there)
def to_human(act: Act) -> None:
    """The door under every answer and in every private menu; a link in the group leads here too."""
    group_id = act.payload.group_id if isinstance(act.payload, ToHuman) else None
    _belong(act)
    if not act.private:  # where no private chat is open yet, the command waits behind the neutral line
        kept = {"command": "facilitator", "args": ""}
        draft = Draft(kind=CONTINUE, person_id=act.user.id, chat_id=act.chat.id, data=kept, created_at=act.now)
        act.draft = draft.changed(group_id=group_id)
    _begin(act, group_id, [])


def _begin(act: Act, group_id: int | None, words: Sequence[RequestWords]) -> None:
    groups = act.tx.people.groups_of(act.person.id)
    if group_id is not None:
        groups = [group for group in groups if group.id == group_id]
    if not act.private and not act.person.private_open:
        private_chat(act)
        return
    text, rows = asking.ask(act, groups, words) if groups else _nobody_to_ask(act)
    privately(act, text, rows)


def _nobody_to_ask(act: Act) -> tuple[str, Rows]:
    """Honest words: without a group there is nobody to fetch."""
    t = act.t
    text = t(
        "I’m a bot, and the people I could fetch are the facilitators of a group. I don’t know a group that you are "
        "in. Tap a button on a card in your group, and I will."
    )
    rows = [[link(t.plain("Add me to a group"), act.me.group_link())]]
    return f"{text}\n\n{cannot_wait(t, None, act.me, act.now)}", rows


@router.expecting(EXPECTS)
def more_words(act: Act) -> None:
    """They wait with the others until it is sent."""
    draft, found = act.draft, content_of(act.message) if act.message is not None else None
    if draft is None:
        return
    if found is None:
        act.reply(_cannot_pass_on(act))
        return
    kept = [*draft.data["words"], found.model_dump(mode="json")]
    groups = act.tx.people.groups_of(act.person.id)
    group = next((one for one in groups if one.id == draft.group_id), None)
    draft = draft.changed(data=draft.data | {"words": kept}, group_id=group.id if group is not None else None)
    act.tx.drafts.save(draft)
    if not groups:  # they have left it meanwhile; the words wait all the same
        act.reply(*_nobody_to_ask(act))
        return
    act.reply(*(asking.choice(act, draft, group) if group is not None else asking.which(act, draft, groups)))


def _cannot_pass_on(act: Act) -> str:
    return act.t("I can pass on words, voice notes, photos and files. This one I can’t; please say it in words.")


@router.press(InGroup, seeks=_has_it)
def in_group(act: Act) -> None:
    """Which group's facilitators are meant."""
    draft, payload = _own_draft(act), act.payload
    group = act.tx.groups.get(payload.group_id) if isinstance(payload, InGroup) else None
    if group is None or group.id not in {one.id for one in act.tx.people.groups_of(act.person.id)}:
        raise NotYours
    words = words_of(draft)
    act.tx.drafts.remove(draft.id)
    act.edit_here(*asking.ask(act, [group], [] if _passed(act, words) else words))


@router.press(DontSend)
def dont_send(act: Act) -> None:
    """Nothing was sent, and nothing is kept of it."""
    act.tx.drafts.remove(_own_draft(act).id)
    act.answer(act.t.plain("Nothing was sent."))
    act.edit_here(act.t("Nothing was sent, and your words are gone. I can fetch a person whenever you like."))


@router.press(Send, seeks=_has_it)
def send(act: Act) -> None:
    """It goes on its way; the message becomes the receipt. Of an old message nobody believes that it was sent."""
    t, gone = act.t, act.private and act.tx.drafts.get(getattr(act.payload, "draft_id", 0)) is None
    asked = act.tx.requests.open_of(act.user.id) if gone else []
    if act.message is not None and act.message.message_id in {one.receipt_id for one in asked}:  # a second tap
        act.answer(t.plain("Sent."))
        return
    if asked:
        act.answer(t.plain("Nothing more was sent. What you asked before stands."), alert=True)
        return
    if gone:
        act.answer(t.plain("Nothing was sent: that was too long ago. Please tap once more below."), alert=True)
        _begin(act, None, [])
        return
    draft = _own_draft(act)
    group = act.tx.groups.get(draft.group_id) if draft.group_id is not None else None
    member = act.tx.people.member(group.id, act.person.id) if group is not None else None
    if group is None or member is None or member.left_at is not None:
        raise LeftGroup
    named, words = isinstance(act.payload, Send) and act.payload.named, words_of(draft)
    if _passed(act, words):
        act.tx.drafts.remove(draft.id)
        act.answer(t.plain("Added to what you asked."))
        act.edit_here(*asking.ask(act, [group], []))
        return
    fit = [one for one in words if named or one.kind is not Kind.DOCUMENT]
    request, new = ask(act.tx, group, act.user.id, fit, act.now, named=named)
    act.tx.drafts.remove(draft.id)
    if act.message is not None:
        request = request.changed(receipt_id=act.message.message_id)
        act.tx.requests.save(request)
    text, rows = receipt(t, act.tx, request, group, act.me, act.now)
    text = text if len(fit) == len(words) else f"{asking.no_files(act)}\n\n{text}"
    act.answer(t.plain("Sent.") if new else t.plain("Added to what you asked."))
    act.edit_here(text, rows)


def _own_draft(act: Act) -> Draft:
    draft = act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    if draft is None or draft.kind != KIND:
        raise Done
    if draft.person_id != act.user.id or not act.private:
        raise NotYours
    return draft


def _joins(act: Act, draft: Draft | None) -> bool:
    """Whether what they write goes along with a request that nobody has yet."""
    written = draft is None and act.message is not None and act.update.edited_message is None
    return written and waiting_of(act.tx, act.user.id) is not None


@router.listens(_joins)
def join(act: Act) -> None:
    """A small mark shows that it was added."""
    request, message = waiting_of(act.tx, act.user.id), act.message
    found = content_of(message) if message is not None else None
    if request is None or message is None:
        return
    if found is None:
        act.reply(_cannot_pass_on(act))
    elif found.kind is Kind.DOCUMENT and not request.named:
        act.reply(asking.no_files(act))
    else:
        add_words(act.tx, request, [found], act.now)
        _mark(act, message.message_id)


def _changes(act: Act, _: Draft | None) -> bool:
    return bool(asking.kept_of(act) or asking.joined_of(act))


@router.listens(_changes)
def change(act: Act) -> None:
    """What they change in their message is changed in what waits: before it is sent, and before anybody has it."""
    found = content_of(act.message) if act.message is not None else None
    unnamed = [request for request, _ in asking.joined_of(act) if not request.named]
    if found is None:
        act.reply(_cannot_pass_on(act))
    elif found.kind is Kind.DOCUMENT and unnamed:
        act.reply(asking.no_files(act))
    else:
        asking.change_words(act, found)


def _mark(act: Act, message_id: int) -> None:
    reaction = [{"type": "emoji", "emoji": SEEN}]
    payload = {"message_id": message_id, "reaction": reaction}
    act.call("setMessageReaction", act.chat.id, Lane.ANSWER, payload, effect={"kind": "ignore"})


@router.press(TakeBack)
def take_back_pressed(act: Act) -> None:
    """The member needs nobody any more; whoever was asked or has it hears so."""
    request_id = act.payload.request_id if isinstance(act.payload, TakeBack) else 0
    before = act.tx.requests.get(request_id)
    request = take_back(act.tx, request_id, act.user.id, act.now)
    settle(act, request)
    if before is not None and before.held and before.claimed_by is not None:
        tell_facilitator(act, request, before.claimed_by, lambda t, group: (_no_more(t, request, act, group), []))
    act.answer(act.t.plain("Taken back."))
    act.edit_here(_taken_back(act, request))


def _taken_back(act: Act, request: Request) -> str:
    read = any(one.what in (What.CLAIMED, What.READ) for one in act.tx.requests.steps(request.id))
    if not read:
        return act.t("Taken back. Your words are deleted. I can fetch a person whenever you like.")
    return act.t(
        "Taken back. I keep your words no longer; what a facilitator has already got stays in their chat. I can fetch "
        "a person whenever you like."
    )


def _no_more(t: Words, request: Request, act: Act, group: Group) -> str:
    name = asker(t, request, act.person)
    return t("{name} of {group} has taken it back. You need do nothing more.", name=name, group=group.title)
