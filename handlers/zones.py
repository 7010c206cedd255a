"""The group's time zone, asked for once, before its first meetup is confirmed."""

from domain.group_settings import set_zone
from domain.timezones import find_zone, is_zone
from handlers.context import Act
from handlers.routing import Router, Who, group_of_draft
from handlers.schedule_steps import ZONE, ask_which, ask_words, drafted, zone_is_known
from handlers.views_schedule import OTHER, PickZone

router = Router("zones")


@router.press(PickZone, who=Who.FACILITATOR, candidates=group_of_draft)
def pick(act: Act) -> None:
    """One of the likely ones, or another place."""
    draft, group = drafted(act)
    zone = act.payload.zone if isinstance(act.payload, PickZone) else OTHER
    if group.zone is not None:
        zone_is_known(act, draft, group)  # somebody else was quicker; the preview shows what they chose
    elif is_zone(zone):
        zone_is_known(act, draft, set_zone(act.tx, group, zone, act.now))
    else:
        ask_words(act, draft, act.t("Which city is the group in, or near?"), expects=ZONE)


@router.expecting(ZONE, who=Who.FACILITATOR, candidates=group_of_draft)
def typed(act: Act) -> None:
    """A city or a country."""
    draft, group = drafted(act)
    found = find_zone(act.args)
    if len(found) == 1 and group.zone is None:
        zone_is_known(act, draft, set_zone(act.tx, group, found[0], act.now))
    elif group.zone is not None:
        zone_is_known(act, draft, group)
    elif found:
        ask_which(act, draft, found)
    else:
        text = act.t("I don’t know a place called “{words}”. The next big city will do.", words=act.args[:60])
        act.reply(text)
