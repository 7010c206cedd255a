"""The bot comes to a group, goes, comes back; people come and go; the group gets another name or another id."""

from telegram import Chat, ChatMember, ChatMemberAdministrator

from domain.attendance_lists import take_away
from domain.groups import Group
from domain.hello import arrive, depart, move_house, show_again
from domain.leaving import leave_group
from domain.members import see_member
from domain.relay import private_chat_changed
from domain.requests_answering import no_facilitator_any_more, not_reachable
from handlers.choices import start_of
from handlers.context import Act, Me
from handlers.doors import ToSetup, talk
from handlers.events import present
from handlers.keyboards import Rows, press
from handlers.names import cleaned
from handlers.places import tell_moved_up
from handlers.routing import Router
from handlers.words import Words

router = Router("hello")

RUNS_IT = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


@router.event("bot_added")
def added(act: Act) -> None:
    """One short hello, and no more when the bot comes back or was here all the time."""
    change = act.update.my_chat_member
    if change is None or act.chat.type not in (Chat.GROUP, Chat.SUPERGROUP):
        return
    arrival = arrive(act.tx, act.chat.id, _title(act.chat.title), start_of(act.me), act.now)
    if arrival is None:
        return
    group = arrival.group
    # Whoever may add a bot mostly looks after the group: a hint where to ask Telegram, never a permission.
    see_member(act.tx, group.id, act.person.id, act.now, administrator=True)
    t = act.words(group.language)
    missing = missing_rights(t, change.new_chat_member)
    if arrival.returned:
        text = t("I’m back. The meetups go on as they were planned.")
        act.send(act.chat.id, "\n\n".join(filter(None, (text, missing))))
    else:
        act.send(act.chat.id, "\n\n".join(filter(None, (_hello(t, act.me), missing))), _doors(t, act.me, group.id))


def _hello(t: Words, me: Me) -> str:
    return t(
        "Hello, I’m {name}, a bot. I look after this group’s meetups: a card on which you tap whether you come, "
        "and a reminder before it begins. What you write to each other I don’t keep.\n\n"
        "Facilitators can start right away, for example with\n"
        "<code>/schedule every tue 10:00 Coffee and chat @ Calderwood Hall</code>",
        name=me.name,
    )


def missing_rights(t: Words, member: ChatMember) -> str:
    """What the bot cannot do here, and that it works without. Empty: nothing is missing."""
    administrator = member if isinstance(member, ChatMemberAdministrator) else None
    pin = bool(administrator and administrator.can_pin_messages)
    delete = bool(administrator and administrator.can_delete_messages)
    match pin, delete:
        case True, True:
            return ""
        case False, True:
            return t("I may not pin messages here, so I can’t keep the card on top. All else works without that.")
        case True, False:
            return t("I may not delete messages here, so I can’t tidy up after myself. All else works without that.")
        case _:
            return t(
                "I may not pin or delete messages here, so I can’t keep the card on top or tidy up after myself. "
                "All else works without that. An administrator can give me these two rights."
            )


def _doors(t: Words, me: Me, group_id: int) -> Rows:
    return [
        [talk(t, me, group_id)],
        [press(t.plain("Set up (facilitators)"), ToSetup(group_id))],
    ]


@router.event("bot_removed")
def removed(act: Act) -> None:
    """The series rests; nobody can be told."""
    depart(act.tx, act.chat.id, act.now)


@router.event("migrated")
def migrated(act: Act) -> None:
    """A group became a supergroup."""
    if act.message is not None and act.message.migrate_to_chat_id is not None:
        move_house(act.tx, act.chat.id, act.message.migrate_to_chat_id, act.now)


@router.event("title")
def renamed(act: Act) -> None:
    """The group has another name."""
    group = act.tx.groups.by_chat(act.chat.id)
    if group is not None and act.message is not None and act.message.new_chat_title:
        act.tx.groups.save(group.changed(title=_title(act.message.new_chat_title)))


def _title(title: str | None) -> str:
    """A group's title as it may stand among our words: it turns none of them."""
    return cleaned(title or "") or "…"


@router.event("left")
def left(act: Act) -> None:
    """Somebody is no longer in the group: what they were made there ends."""
    group = act.tx.groups.by_chat(act.chat.id)
    gone = act.message.left_chat_member if act.message else None
    if group is not None and gone is not None and gone.id != act.me.id:
        _leave(act, group, gone.id)


@router.event("member_changed")
def member_changed(act: Act) -> None:
    """Somebody went, or became an administrator, or is one no longer: a hint only, permission is asked live."""
    change = act.update.chat_member
    group = act.tx.groups.by_chat(act.chat.id)
    if change is None or group is None:
        return
    person_id, status = change.new_chat_member.user.id, change.new_chat_member.status
    member = act.tx.people.member(group.id, person_id)
    if not present(change.new_chat_member):
        _leave(act, group, person_id)
    elif member is not None and member.left_at is None:
        act.tx.people.save_member(member.changed(administrator_seen=status in RUNS_IT))
        if status not in RUNS_IT and all(one.person_id != person_id for one in act.tx.groups.facilitators(group.id)):
            no_facilitator_any_more(act.tx, group.id, person_id, act.now)
            take_away(act.tx, group.id, person_id, act.now)


def _leave(act: Act, group: Group, person_id: int) -> None:
    take_away(act.tx, group.id, person_id, act.now)
    for freed in leave_group(act.tx, group, person_id, act.now):
        tell_moved_up(act, freed.meetup, freed.group, freed.moved_up)


@router.event("private_open")
def private_open(act: Act) -> None:
    """They started the bot, or unblocked it."""
    _private(act, is_open=True)


@router.event("private_closed")
def private_closed(act: Act) -> None:
    """They blocked the bot: it says nothing more there."""
    _private(act, is_open=False)
    not_reachable(act.tx, act.user.id, act.now)
    act.tx.outbox.drop_for_person(act.user.id)


def _private(act: Act, *, is_open: bool) -> None:
    person = act.tx.people.get(act.user.id)
    if person is not None:
        act.tx.people.save(person.changed(private_open=is_open))
        if person.private_open is not is_open:
            private_chat_changed(act.tx, person.id, act.now, is_open=is_open)
            if is_open:
                show_again(act.tx, person.id, act.now)
