"""`circlekeeper check`: is everything as it must be, line by line?"""

from dataclasses import dataclass
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot import helplines
from bot.api import BotApi
from bot.clock import SystemClock
from bot.forgetting import Ledger
from bot.settings import Settings
from domain.entries import Entry, State
from domain.groups import Group
from domain.helplines import country_here
from storage.migrate import revision_of, revisions
from storage.transaction import Store, Transaction

RIGHTS = {"can_pin_messages": "pin messages", "can_delete_messages": "delete messages"}
MOST_NAMED = 20  # of the answers that are due


@dataclass(frozen=True)
class Finding:
    """One line."""

    subject: str
    fine: bool
    words: str


async def findings(settings: Settings) -> list[Finding]:
    """Everything that was looked at, in the order of importance."""
    found = [Finding("settings", True, "can all be used")]
    async with BotApi(settings.bot_token, settings.bot_api_url) as api:
        bot = await _bot(api, found)
        groups = await _database(settings, found)
        if bot is not None:
            found += [await _rights(api, bot, group) for group in groups]
    countries = {country_here(group, settings.country) for group in groups} | {settings.country}
    return [*found, *_helplines(settings, {country for country in countries if country is not None})]


def _helplines(settings: Settings, countries: set[str]) -> list[Finding]:
    """Which lines of the countries in use (of all, where none is known) nobody has checked within a year."""
    held = helplines.read(settings.helplines)
    old = [line for line in held.unchecked(SystemClock().now().date()) if line.country in (countries or {line.country})]
    found = [
        Finding("helplines", True, f"none are known for {country}; add some to a file of your own and set HELPLINES")
        for country in sorted(countries - {line.country for line in held.lines})
    ]
    for line in old:
        since = f"was checked on {line.verified_at}, over a year ago" if line.verified_at else "was never checked"
        found.append(Finding("helplines", True, f"{line.country} {line.name} {since}; people are asked to check it"))
    return found or [Finding("helplines", True, "were all checked within a year")]


async def _bot(api: BotApi, found: list[Finding]) -> dict[str, Any] | None:
    try:
        bot: dict[str, Any] = await api.call("getMe")
    except InvalidToken:
        found.append(Finding("token", False, "Telegram does not know it; copy it again from BotFather"))
        return None
    except TelegramError as error:
        found.append(Finding("token", False, f"Telegram cannot be reached ({error}); is the network up?"))
        return None
    found.append(Finding("token", True, f"is that of @{bot['username']}"))
    return bot


async def _database(settings: Settings, found: list[Finding]) -> list[Group]:
    path = settings.database_path
    if not path.exists():
        found.append(Finding("database", True, f"{path} will be made at the first run"))
        return []
    try:
        revision = revision_of(path)
    except Exception as error:  # whatever is wrong with the file, this line is where it is said
        found.append(Finding("database", False, f"{path} cannot be read: {type(error).__name__}"))
        return []
    newest = revisions()[-1]
    if revision != newest:
        found.append(
            Finding("database", revision in (None, *revisions()), f"is at {revision}; run migrates it to {newest}")
        )
        return []
    store = await Store.open(settings.database_url, Ledger(path))
    try:
        groups, aside = await store.look(lambda tx: (tx.groups.active(), tx.agenda.aside()))
        published, due = await store.look(_knowledge)
    finally:
        await store.close()
    found.append(Finding("database", True, f"{path} is up to date, with {len(groups)} group(s)"))
    found.append(_answers(published, due))
    if aside:
        words = f"{aside} could not be kept; the log says why, and the next start tries again"
        found.append(Finding("promises", False, words))
    return groups


def _knowledge(tx: Transaction) -> tuple[int, list[Entry]]:
    """How many answers parents get, and those that are due for another look; of all groups."""
    groups = [group.id for group in tx.groups.active()]
    published = sum(entry.state is State.PUBLISHED for entry in tx.entries.every())
    return published, tx.entries.due(groups, SystemClock().now().date())


def _answers(published: int, due: list[Entry]) -> Finding:
    if not published:
        return Finding("answers", True, "there are none; import-knowledge --starter brings some")
    if not due:
        return Finding("answers", True, f"{published} published, none is due for another look")
    named = ", ".join(entry.key for entry in due[:MOST_NAMED]) + (" …" if len(due) > MOST_NAMED else "")
    return Finding("answers", True, f"{published} published, {len(due)} due for another look: {named}")


async def _rights(api: BotApi, bot: dict[str, Any], group: Group) -> Finding:
    subject = f"group “{group.title}”"
    try:
        member = await api.call("getChatMember", {"chat_id": group.chat_id, "user_id": bot["id"]})
    except TelegramError as error:
        return Finding(subject, False, f"cannot be reached: {error}")
    if member["status"] in ("left", "kicked"):
        return Finding(subject, False, "the bot is no longer a member; add it again")
    missing = [words for right, words in RIGHTS.items() if not member.get(right)]
    if missing:
        return Finding(subject, True, f"works; it may not {' or '.join(missing)} (an administrator can allow it)")
    return Finding(subject, True, "has every right it uses")
