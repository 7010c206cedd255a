"""Links to people (`tg://user?id=…`) become mentions of those the bot can know, and plain words otherwise."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import shapes
from sandbox.world import World

Json = dict[str, Any]


def resolve(world: World, content: Json) -> Json:
    """The content with its mentions as Telegram keeps them."""
    for name in ("entities", "caption_entities"):
        if name in content:
            kept = [mark for each in content[name] if (mark := _resolved(world, each)) is not None]
            content = {key: value for key, value in content.items() if key != name}
            if kept:
                content[name] = kept
    return content


def _resolved(world: World, mark: Json) -> Json | None:
    user = _meant(mark)
    if user is None:
        return mark
    if user not in world.people and user != world.bot.id:
        return None
    place = {"offset": mark["offset"], "length": mark["length"]}
    return {"type": "text_mention", **place, "user": shapes.user(world, user)}


def _meant(mark: Json) -> int | None:
    """The id of the person whom an entity names, if it names one."""
    if mark["type"] == "text_mention":
        return int(mark.get("user", {}).get("id", 0))
    if mark["type"] != "text_link" or not str(mark.get("url", "")).startswith("tg://user?"):
        return None
    number = parse_qs(urlsplit(mark["url"]).query).get("id", ["0"])[0]
    return int(number) if number.isdigit() else 0
