"""/share: a helpful message of the group may become an answer for others, with its author's consent and no sooner."""

from dataclasses import dataclass
from typing import ClassVar

from domain.entries_marks import Mark, marked
from domain.errors import Gone, TooLong
from domain.groups import Group
from domain.share import Share, ShareState
from domain.shares import LONGEST, agree, ask, own, take_back
from handlers.callbacks import Payload
from handlers.context import Act, Sent
from handlers.keyboards import Rows, link, press
from handlers.managing import pressed
from handlers.names import isolated, safe_name
from handlers.privately import is_anonymous, privately
from handlers.routing import Router
from handlers.views_entries import answer_html
from handlers.words import Words

router = Router("share")

LONGEST_CREDIT = 60
LINE = "share_line"  # the effect of the line in the group


@dataclass(frozen=True)
class ShowShare(Payload, code="sh"):
    """Whether the author lets it be kept, in private."""

    linked: ClassVar[bool] = True
    share_id: int


@dataclass(frozen=True)
class Consent(Payload, code="sc"):
    """The author says yes. named: they like to be thanked by name."""

    share_id: int
    named: bool


@dataclass(frozen=True)
class Decline(Payload, code="sn"):
    """The author says no, or no longer yes."""

    share_id: int


@router.command("share")
def share(act: Act) -> None:
    """As a reply to a helpful message. Its words are looked at for this command only."""
    if act.group is None:
        act.reply(act.t("In your group, reply to a helpful message with /share. Then I ask whoever wrote it."))
        return
    if is_anonymous(act):
        act.reply(act.t("You are writing as the group. Please write as yourself, and reply with /share again."))
        return
    found = _shared(act)
    if found is None:
        act.reply(act.t("Reply with /share to words that somebody of the group wrote, and I ask them whether I may."))
        return
    author_id, text = found
    if len(text) > LONGEST:
        raise TooLong(limit=LONGEST)
    asked = ask(act.tx, act.group.id, author_id, text, act.now)
    _thank(act, asked_openly=asked is not None and not _ask_author(act, act.group, asked))


def _shared(act: Act) -> tuple[int, str] | None:
    """Who wrote it, and what; None where it was no person or no words."""
    replied = act.message.reply_to_message if act.message is not None else None
    if replied is None or replied.from_user is None or replied.from_user.is_bot or replied.sender_chat is not None:
        return None
    text = replied.text or replied.caption or ""
    entities = replied.entities or replied.caption_entities or ()
    kept = marked(text, [Mark(e.type, e.offset, e.length, e.url) for e in entities]).strip()
    return (replied.from_user.id, kept) if kept and not kept.startswith("/") else None


def _ask_author(act: Act, group: Group, asked: Share) -> bool:
    """In private where that is open; else the neutral line, under their message. True: it was in private."""
    author = act.tx.people.get(asked.author_id)
    if author is not None and author.private_open:
        act.send(author.id, *_question(act.words_for(author, group), asked, group, _name_of(act, asked)))
        return True
    t = act.words(group.language)
    button = link(t.plain("Continue in private"), act.me.link(ShowShare(asked.id).deep_link()))
    replied = act.message.reply_to_message if act.message is not None else None
    act.send(
        group.chat_id,
        t("Let’s continue in private."),
        [[button]],
        thread_id=act.thread_id,
        reply_to=replied.message_id if replied is not None else None,
        effect={"kind": LINE, "share_id": asked.id},
    )
    return False


def _thank(act: Act, *, asked_openly: bool) -> None:
    """The one who shared hears in private, where that is open; the group gets one short line at most."""
    text = act.t("Thank you. I ask whoever wrote it, and keep it only if they say yes.")
    if act.person.private_open:
        privately(act, text)
        return
    if act.message is not None:
        act.delete(act.chat.id, act.message.message_id)
    if not asked_openly:
        act.send(act.chat.id, text, thread_id=act.thread_id, silent=True)


def _name_of(act: Act, asked: Share) -> str | None:
    """The name they may be thanked by, as they show it; None where they show none."""
    author = act.tx.people.get(asked.author_id)
    name = isolated(author.name or "") if author is not None else ""
    return name[:LONGEST_CREDIT] or None


def _question(t: Words, asked: Share, group: Group, name: str | None) -> tuple[str, Rows]:
    parts = [
        t("Somebody of {group} found this helpful, which you wrote there:", group=group.title),
        answer_html(asked.words),
        t(
            "May the facilitators make an answer of it, for other parents who ask? Without your yes nothing of it is "
            "kept. You can take the yes back until it is published."
        ),
    ]
    rows = [[press(t.plain("Yes, without my name"), Consent(asked.id, named=False))]]
    if name is not None:
        rows.insert(0, [press(t.plain("Yes, and thank {name}", name=name), Consent(asked.id, named=True))])
    return "\n\n".join(parts), [*rows, [press(t.plain("Rather not"), Decline(asked.id))]]


@router.effect(LINE)
def line_stands(sent: Sent) -> None:
    """Remember the line, so that it goes once it has done its good."""
    asked = sent.tx.shares.get(int(sent.data["share_id"]))
    if asked is not None and isinstance(sent.result, dict):
        sent.tx.shares.save(asked.changed(message_id=int(sent.result["message_id"])))


@router.press(ShowShare)
def show(act: Act) -> None:
    """For the author alone; the link stands in the group, and others may tap it."""
    asked = own(act.tx, pressed(act, ShowShare).share_id, act.user.id)
    group = act.tx.groups.get(asked.group_id)
    if group is None or asked.state is not ShareState.ASKED:
        raise Gone
    act.person  # noqa: B018 - they are known from here on, by the name they show
    if asked.message_id is not None:
        act.delete(group.chat_id, asked.message_id)
        act.tx.shares.save(asked.changed(message_id=None))
    privately(act, *_question(act.t, asked, group, _name_of(act, asked)))


@router.press(Consent)
def consent(act: Act) -> None:
    """The author says yes."""
    payload = pressed(act, Consent)
    asked = own(act.tx, payload.share_id, act.user.id)
    name = _name_of(act, asked) if payload.named else None
    agree(act.tx, asked, name, act.now)
    said = (
        act.t("Thank you, {name}. The facilitators can make an answer of it now.", name=safe_name(act.t, name))
        if name is not None
        else act.t("Thank you. The facilitators can make an answer of it now, without your name.")
    )
    act.edit_here(said, [[press(act.t.plain("Take it back"), Decline(asked.id))]])


@router.press(Decline)
def decline(act: Act) -> None:
    """Nothing of it stays."""
    take_back(act.tx, own(act.tx, pressed(act, Decline).share_id, act.user.id))
    act.edit_here(act.t("Then it is not kept. Nothing of it stays with me."))
