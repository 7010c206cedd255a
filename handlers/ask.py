"""Asking: `/ask`, a mention, a reply to an answer of ours, or a question in private."""

import re
from datetime import timedelta

from domain.asking import Turn, gives_thanks, greets, has_words, looks_asked, more_than_a_few, take_turn, too_fast
from domain.finding import Outcome, Question
from handlers.ask_answer import Asking, answer, asker_language, asking, groups_of, may_be_kept, remember
from handlers.ask_buttons import ANSWERS
from handlers.ask_words import greeting, not_expected, not_passed_on, reads_words_only, thanked
from handlers.choices import stop_waiting
from handlers.context import Act
from handlers.doors import human, talk
from handlers.routing import Router

router = Router("ask")

KIND = "ask"
WORDS = "ask_words"
WAITED_FOR = timedelta(hours=1)
AFTER_TALKING = timedelta(hours=1)


def asked_words(act: Act) -> str:
    """What was asked, without the bot's own name."""
    return " ".join(re.sub(rf"@{re.escape(act.me.username)}\b", " ", act.args, flags=re.IGNORECASE).split())


def sought(act: Act) -> Question | None:
    """What to look up; nothing where nothing was asked, or where it is not their turn."""
    words = asked_words(act)
    if not has_words(words) or too_fast(act.tx, act.user.id, act.now):
        return None
    return Question(words, asker_language(act), tuple(group.id for group in groups_of(act)))


def sought_when_called(act: Act) -> Question | None:
    """Only where it is said to the bot."""
    return sought(act) if _mentioned(act) or _follows_answer(act) else None


@router.command("ask", seeks=sought)
def ask(act: Act) -> None:
    """The answer; without words they are asked for."""
    if act.args:
        _asked(act)
        return
    stop_waiting(act, KIND)
    act.begin(KIND, expects=WORDS)
    act.reply(act.t("What would you like to know? Write it in your own words."), ask=True)


@router.expecting(WORDS, seeks=sought)
def typed(act: Act) -> None:
    """The words that were asked for; in private what comes much later may be about something else."""
    draft = act.draft
    if draft is not None:
        act.tx.drafts.remove(draft.id)
    if draft is not None and act.private and act.now - draft.created_at > WAITED_FOR:
        text(act)
    else:
        _asked(act)


def _asked(act: Act) -> None:
    """Said to be a question: it is taken as one."""
    if not has_words(act.args):
        example = "/ask how do I get there by bus"
        act.reply(act.t("I can’t find a question in that. Like this: <code>{example}</code>", example=example))
    elif _their_turn(act):
        answer(act, asking(act, asked_words(act)))


def _their_turn(act: Act) -> bool:
    turn = take_turn(act.tx, act.user.id, act.chat.id, act.now)
    if turn is Turn.SLOWER:
        act.reply(act.t("One question at a time, please. In a minute I can answer you again."))
    return turn is Turn.GO


@router.event("text", seeks=sought)
def text(act: Act) -> None:
    """Something in private that nothing waits for. What is neither known nor looks like a question is not kept."""
    words = asked_words(act)
    if act.message is not None and act.message.via_bot is not None:
        return  # an answer that they chose inline, and posted here
    if not has_words(words):
        act.reply(*(not_passed_on(act.t, None, None) if _just_talked(act) else reads_words_only(act.t)))
        return
    if greets(words) or gives_thanks(words):
        act.reply(*(greeting(act.t) if greets(words) else thanked(act.t, None)))
        return
    if not _their_turn(act):
        return
    asked = asking(act, words)
    if asked.outcome is not Outcome.ANSWER and may_be_kept(act, words) and _just_talked(act):
        _after_talking(act, asked)
    elif asked.outcome is not Outcome.UNKNOWN or looks_asked(words) or not may_be_kept(act, words):
        answer(act, asked)
    else:
        _unsure_whether_asked(act, asked)


def _after_talking(act: Act, asked: Asking) -> None:
    top = [entry.id for entry in asked.entries] if asked.outcome is Outcome.SUGGEST else []
    draft = remember(act, words=asked.words, top=top, tried=[], group_id=asked.group_id) if asked.groups else None
    act.reply(*not_passed_on(act.t, draft.id if draft else None, asked.group_id))


def _just_talked(act: Act) -> bool:
    """Whether they wrote with somebody through the bot until a moment ago: the other one may still be meant."""
    return act.tx.requests.ended_since(act.user.id, act.now - AFTER_TALKING)


def _unsure_whether_asked(act: Act, asked: Asking) -> None:
    draft = remember(act, words=asked.words) if asked.groups else None
    act.reply(*not_expected(act.t, draft.id if draft else None, asked.group_id))


@router.event("called", seeks=sought_when_called)
def called(act: Act) -> None:
    """Somebody mentioned the bot in the group, or replied to it. Talk under a card or a reminder is between people.

    A reply without a mention counts only under an answer of ours, and is passed over where it neither looks like a
    question nor finds a sure answer: it may well be a thank-you.
    """
    mentioned = _mentioned(act)
    if not mentioned and not _follows_answer(act):
        return
    words = asked_words(act)
    if gives_thanks(words):
        return
    looks = looks_asked(words)
    asked = asking(act, words)
    known = asked.outcome is Outcome.ANSWER or (mentioned and asked.outcome is Outcome.SUGGEST)
    if has_words(words) and (known or looks or (mentioned and more_than_a_few(words))):
        if _their_turn(act):
            answer(act, asked)
    elif mentioned:
        group_id = act.group.id if act.group is not None else None
        doors = [[talk(act.t, act.me, group_id)], [human(act.t, group_id)]]
        act.reply(act.t("I’m a bot. /help shows what I can do here."), doors, silent=True)


def _mentioned(act: Act) -> bool:
    return f"@{act.me.username}".lower() in act.args.lower()


def _follows_answer(act: Act) -> bool:
    """Whether it is a reply to an answer of ours, which its buttons tell."""
    replied = act.message.reply_to_message if act.message is not None else None
    rows = replied.reply_markup.inline_keyboard if replied is not None and replied.reply_markup is not None else ()
    carried = (str(button.callback_data or "").partition(":")[0] for row in rows for button in row)
    return any(code in ANSWERS for code in carried)
