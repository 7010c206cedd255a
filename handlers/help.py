"""What can be done here, in a screenful: by place, and by what the person is there."""

from domain.facilitators import seems_to_serve
from domain.groups import Group
from handlers.context import Act
from handlers.doors import ToHelp, ToHuman, menu
from handlers.keyboards import Rows, link
from handlers.routing import Router
from handlers.words import Words

router = Router("help")


@router.command("help")
@router.press(ToHelp)
def help_here(act: Act) -> None:
    """Where it was asked."""
    room = bool(act.tx.groups.by_room(act.chat.id))
    if act.private:
        parts = [_for_everyone(act.t)]
        if any(_looks_after(act, group) for group in act.tx.people.groups_of(act.person.id)):
            parts.append(_for_facilitators(act.t))
        act.reply("\n\n".join(parts), menu(act.t))
    elif room:
        act.reply(
            "\n\n".join([_for_facilitators(act.t), act.t("Here I ask which group you mean, if there are several.")])
        )
    else:
        parts = [_in_the_group(act.t)]
        if act.group is not None and _looks_after(act, act.group):
            parts.append(_for_facilitators(act.t))
        act.reply("\n\n".join(parts), _to_a_human(act))


def _to_a_human(act: Act) -> Rows:
    """A link, so that nobody sees who follows it."""
    if act.group is None:
        return []
    address = act.me.link(ToHuman(act.group.id).deep_link())
    return [[link(act.t.plain("Ask a facilitator"), address)]]


def _looks_after(act: Act, group: Group) -> bool:
    return seems_to_serve(act.tx, group, act.user.id)


def _in_the_group(t: Words) -> str:
    return t(
        "I’m a bot and look after the meetups here. Tap <b>Going</b>, <b>Maybe</b> or <b>Can't make it</b> "
        "on the card; tap again to take it back.\n\n"
        "/ask how do I … – an answer from what we know\n"
        "/facilitator – talk to a person; nobody here sees it\n"
        "/resources – help near us\n"
        "/share – as a reply to a helpful message: keep it for others, if whoever wrote it agrees\n"
        "/next – the next meetup\n"
        "/settings – reminders for you, your name on the card\n"
        "/away 2w – no reminders for a while, /back ends it\n"
        "/welcome – what happens here, and what holds here\n"
        "/privacy – what I keep about you"
    )


def _for_everyone(t: Words) -> str:
    return t(
        "I’m a bot. This is what I can do for you:\n\n"
        "/ask how do I … – an answer from what your group knows; or just write your question\n"
        "/facilitator – talk to a person\n"
        "/resources – help near you\n"
        "/next – the next meetup\n"
        "/settings – reminders here, your name, your language\n"
        "/away 2w or /away until 20 dec – no reminders meanwhile, /back ends it\n"
        "/welcome – what happens in your group, and what holds there\n"
        "/buddy – another parent who has been there: ask for one, or be one\n"
        "/privacy – what I keep, why and how long\n"
        "/mydata – all I keep about you, as a file\n"
        "/forgetme – erase it"
    )


def _for_facilitators(t: Words) -> str:
    return t(
        "For facilitators:\n"
        "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall\n"
        "/meetups – move, skip, cancel, end\n"
        "/attendance – who came to the last meetup\n"
        "/topic words – what the next one is about\n"
        "/announce words – to the group, now\n"
        "/requests – who asked for a person; /rota – who is on call\n"
        "/unanswered – what nobody could answer\n"
        "/knowledge – the answers: find, add, change\n"
        "/answer parking – as a reply to a parent: what we know about it\n"
        "/resource – help nearby: add, change, what people say of it\n"
        "/setup and /settings – time zone, language, reminders, quiet hours\n"
        "/facilitators – who may do all this\n"
        "/room – a group of your own for looking after this one"
    )
