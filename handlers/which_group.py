"""For people who look after several groups: which one is meant."""

from dataclasses import dataclass

from domain.groups import Group
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import press
from handlers.replays import WHICH_GROUP, anonymously, show

LONGEST_TITLE = 40  # of a group's title on a button
MOST_GROUPS = 20  # the newest of them, to choose from; under a message there is room for a hundred buttons


@dataclass(frozen=True)
class PickGroup(Payload, code="pg"):
    """This group is meant; the draft's command is run again for it alone."""

    draft_id: int
    group_id: int


def the_group(act: Act, command: str) -> Group | None:
    """The one group that this is about. None: there are several, and the person is asked which."""
    here = next((group for group in act.groups if group.chat_id == act.chat.id), None)
    if here is not None:
        return here
    if len(act.groups) == 1:
        return act.groups[0]
    which_group(act, command, act.args)
    return None


def which_group(act: Act, command: str, args: str) -> None:
    """Ask which group is meant; a tap runs the command again for that group."""
    draft = act.begin(WHICH_GROUP, command=command, args=args, anonymous=anonymously(act))
    buttons = [[press(_short(group.title), PickGroup(draft.id, group.id))] for group in act.groups]
    show(act, draft, act.t("Which group?"), buttons)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
