"""One resource and what people do with it: a pin on the map, their own list, showing it to the group, a word on it."""

from domain.errors import Gone
from domain.groups import Group
from domain.outbox import Lane
from domain.resource_use import SHARED, judge, keep, kept_by, share, visible
from domain.resources import Resource, Verdict, may_be_shown
from handlers.choices import named_group
from handlers.context import Act, Due, Sent
from handlers.doors import human
from handlers.keyboards import Button, link, press
from handlers.privately import privately
from handlers.resources_buttons import (
    Judge,
    Keep,
    KeptPage,
    NotNow,
    OnMap,
    OpenResource,
    Share,
    ShareIn,
    card_rows,
)
from handlers.resources_state import home_of, in_miles, visible_groups, zone_here
from handlers.routing import Router, Who
from handlers.views_resources import card, in_short, on_the_map, place_words, title
from handlers.which_group import MOST_GROUPS

router = Router("resources card")

SHOWN_IN_GROUP = "resource_posted"
LINES = 8  # of one's own list
LONGEST_LABEL = 45  # characters on a button
LONGEST_GROUP = 30


@router.press(OpenResource)
def open_resource(act: Act) -> None:
    """As a card of its own: from one's list, from the group, from wherever else it is named."""
    resource = _pressed(act)
    group = home_of(act, None)
    kept = act.tx.resources.keeps(act.user.id, resource.id)
    text = card(act.t, resource, act.now, zone_here(act, group), miles=in_miles(group))
    shares = bool(visible_groups(act)) and may_be_shown(resource, act.now.date())
    rows = card_rows(act.t, resource, kept=kept, shares=shares)
    privately(act, text, [*rows, [human(act.t, group.id if group is not None else None)]])


def _pressed(act: Act) -> Resource:
    return visible(act.tx, int(getattr(act.payload, "resource_id", 0)), act.user.id)


@router.press(OnMap)
def on_map(act: Act) -> None:
    """A pin that Telegram shows and finds the way to."""
    resource = _pressed(act)
    place = on_the_map(resource)
    if place is None or not act.private:
        raise Gone
    payload = {"latitude": place.latitude, "longitude": place.longitude, "title": title(resource)[:100]}
    address = place_words(place)[:200] or payload["title"]
    act.call("sendVenue", act.user.id, Lane.ANSWER, payload | {"address": address})


@router.press(Keep)
def keep_pressed(act: Act) -> None:
    """On their own list, or off it; only they see it."""
    act.person  # noqa: B018 - the list belongs to a person, who must be known
    resource_id = int(getattr(act.payload, "resource_id", 0))
    if isinstance(act.payload, Keep) and act.payload.kept:
        news = keep(act.tx, resource_id, act.user.id, act.now)
        saved = act.t.plain("Saved. Only you see it: /resources saved")
        act.answer(saved if news else act.t.plain("It is on your list already: /resources saved"))
    else:
        act.tx.resources.unkeep(act.user.id, resource_id)
        act.answer(act.t.plain("It is off your list."))


@router.press(KeptPage)
def kept_page(act: Act) -> None:
    """Their own list."""
    page = act.payload.page if isinstance(act.payload, KeptPage) else 0
    text, rows = own_list(act, page)
    if act.private:
        act.edit_here(text, rows)
    else:
        privately(act, text, rows)


def own_list(act: Act, page: int = 0) -> tuple[str, list[list[Button]]]:
    """What somebody saved, the latest first."""
    t, kept = act.t, kept_by(act.tx, act.user.id)
    if not kept:
        text = t("Your list is empty. “Save for me” under a card puts it there. /resources shows what there is.")
        return text, [[human(t)]]
    last = (len(kept) - 1) // LINES
    page = min(max(page, 0), last)
    these = kept[page * LINES : (page + 1) * LINES]
    rows = [[press(title(one)[:LONGEST_LABEL], OpenResource(one.id))] for one in these]
    turning = [press(t.plain("Previous"), KeptPage(page - 1))] if page else []
    if page < last:
        turning.append(press(t.plain("Next"), KeptPage(page + 1)))
    return t("<b>Your list</b>\nOnly you see it. /forgetme erases it."), [*rows, turning, [human(t)]]


@router.press(Share)
def share_pressed(act: Act) -> None:
    """In which group? Nothing is posted before a second tap."""
    resource, t = _pressed(act), act.t
    groups = [g for g in act.tx.people.groups_of(act.user.id) if resource.group_id in (None, g.id)]
    if not act.private or not groups:
        raise Gone
    rows = [
        [press(t.plain("Share in {group}", group=group.title[:LONGEST_GROUP]), ShareIn(resource.id, group.id))]
        for group in groups[-MOST_GROUPS:]
    ]
    text = t("Show “{name}” to your group? Your name is not shown.", name=title(resource))
    act.reply(text, [*rows, [press(t.plain("Never mind"), NotNow())]])


@router.press(NotNow)
def not_now(act: Act) -> None:
    """Nothing is posted."""
    if not act.private:
        raise Gone
    act.edit_here(act.t("Put aside. Nothing was posted."))


@router.press(ShareIn, who=Who.KNOWN, candidates=named_group)
def share_in(act: Act) -> None:
    """One card in the group, without a name; only by somebody who is in it now."""
    group = act.tx.groups.get(act.payload.group_id) if isinstance(act.payload, ShareIn) else None
    if group is None or not act.private or group.id not in act.present:
        raise Gone
    resource = share(act.tx, int(getattr(act.payload, "resource_id", 0)), group, act.now)
    effect = {"kind": SHOWN_IN_GROUP, "person_id": act.user.id}
    act.send(group.chat_id, *_for_group(act, resource, group), thread_id=group.thread_id, effect=effect)
    act.answer(act.t.plain("Shared."))
    act.edit_here(act.t("It stands in {group} now, without your name.", group=group.title))


def _for_group(act: Act, resource: Resource, group: Group) -> tuple[str, list[list[Button]]]:
    t = act.words(group.language)
    text = in_short(t, resource, act.now, zone_here(act, group))
    opens = link(t.plain("Open in private"), act.me.link(OpenResource(resource.id).deep_link()))
    return t("<b>Somebody shared this with the group:</b>") + f"\n\n{text}", [[opens]]


@router.effect(SHOWN_IN_GROUP)
def shown_in_group(sent: Sent) -> None:
    """Where Telegram did not take it, whoever asked for it hears so."""
    person = sent.tx.people.get(int(sent.data["person_id"]))
    if sent.refusal is not None and person is not None:
        sent.send(person.id, sent.words_for(person)("Telegram did not let me post it in the group."))


@router.promise(SHARED)
def may_be_shared_again(due: Due) -> None:
    """The time is over in which the same was not shown again: that the promise goes is all that happens."""


@router.press(Judge)
def judge_pressed(act: Act) -> None:
    """A word on it, which orders what is found; what is out of date comes before the facilitators."""
    if not isinstance(act.payload, Judge):
        raise Gone
    act.person  # noqa: B018 - each person's word counts once
    t = act.t
    if not judge(act.tx, act.payload.resource_id, act.user.id, act.payload.verdict, act.now):
        act.answer(t.plain("You told me already. Thank you."))
    elif act.payload.verdict is Verdict.HELPED:
        act.answer(t.plain("Good to hear. That helps others to find it."))
    else:
        act.answer(t.plain("Thank you. The facilitators will see that it has to be checked."))
