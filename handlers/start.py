"""The first words in private: who this is, what is kept, what it can do."""

from domain.members import see_member
from handlers.choices import named_group
from handlers.context import Act
from handlers.doors import ToStart, menu, talk
from handlers.keyboards import Rows, link
from handlers.names import safe_name
from handlers.routing import Router, Who

router = Router("start")

ROOM = "room"  # the word that the button in /setup brings along into the facilitators' own group


@router.command("start")
def start(act: Act) -> None:
    """In private a welcome; in a group a pointer to it."""
    if act.private:
        act.reply(_welcome(act), _buttons(act))
    elif act.args == ROOM:
        act.reply(act.t("Here I am. To make this the facilitators’ own group, send /room here."))
    else:
        text = act.t("I’m here. /help shows what I can do. For anything of your own, talk to me in private.")
        act.reply(text, [[talk(act.t, act.me, act.group.id if act.group is not None else None)]])


@router.press(ToStart, who=Who.KNOWN, candidates=named_group)
def to_start(act: Act) -> None:
    """From the group's own button: whoever is in that group belongs to it from then on."""
    group_id = getattr(act.payload, "group_id", 0)
    if act.private and group_id in act.present:
        see_member(act.tx, group_id, act.person.id, act.now)
    start(act)


def _welcome(act: Act) -> str:
    hello = act.t(
        "Hello {name}. I’m {bot}, a bot. I look after the meetups of parents’ groups: I show who comes, "
        "and I remind you if you like.",
        name=safe_name(act.t, act.person.called or act.person.first_name),
        bot=act.me.name,
    )
    kept = act.t(
        "I keep your name as Telegram shows it, and what you tap or tell me here. What people write to each other "
        "in the group I don’t keep. /privacy tells you all of it, /forgetme erases it."
    )
    return "\n\n".join([hello, kept, _groups(act)])


def _groups(act: Act) -> str:
    titles = [group.title for group in act.tx.people.groups_of(act.person.id)]
    if titles:
        return act.t("I know you from: {groups}.", groups=", ".join(titles[:10]))
    return act.t("I don’t know yet which group you belong to. Tap a button on a card in your group, and I will.")


def _buttons(act: Act) -> Rows:
    rows = menu(act.t)
    if not act.tx.people.groups_of(act.person.id):
        rows.append([link(act.t.plain("Add me to a group"), act.me.group_link())])
    return rows
