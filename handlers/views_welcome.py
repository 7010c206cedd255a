"""What newcomers are told, in the facilitators' own words or the usual ones."""

from domain.newcomers import Welcome
from handlers.words import Words


def rules(t: Words, welcome: Welcome) -> str:
    """What holds in the group."""
    return t("<b>What holds here</b>\n{words}", words=welcome.rules or usual_rules(t))


def usual_rules(t: Words) -> str:
    """Where the facilitators wrote none of their own; plain text."""
    return t.plain(
        "What is said in the group stays in the group.\n"
        "We listen, and we don’t judge. Everybody says as much as they like.\n"
        "Nobody sells anything. Nobody takes pictures of others without asking."
    )


def first_time(t: Words, welcome: Welcome) -> str:
    """What to expect the first time."""
    return t("<b>The first time</b>\n{words}", words=welcome.first_time or usual_first_time(t))


def usual_first_time(t: Words) -> str:
    """Where the facilitators wrote nothing of their own; plain text."""
    return t.plain(
        "A facilitator says hello and shows you where to sit. Everybody says their name; you can leave it at that. "
        "Children are welcome, and may be loud. You can come later and go earlier. You need not talk, and you need "
        "not come again."
    )


def kept(t: Words) -> str:
    """What is kept, in short."""
    return t(
        "<b>What I keep</b>\nYour name as Telegram shows it, and what you tap or tell me here. What you write to each "
        "other in the group I don’t keep. /privacy tells you all of it, /forgetme erases it."
    )
