"""What is said to a question, and the buttons under it: pure words."""

import html
from collections.abc import Sequence

from domain.entries import Entry
from domain.entries_marks import unmarked
from domain.entries_pages import pages
from handlers.ask_buttons import (
    DoNotKeep,
    Helped,
    ItWasAQuestion,
    Meant,
    NoneOfThese,
    NotQuite,
    Page,
    ShowFile,
    TellMe,
)
from handlers.choices import language_name
from handlers.context import Context
from handlers.doors import ToEntry, ToHelp, ToNext, ToResources, human, menu
from handlers.keyboards import Button, link, press
from handlers.views_entries import beginning, entry_text, provenance
from handlers.words import Words

SHORT = 320  # characters of an answer that stands whole in a group
BUTTON = 60  # characters of a question on a button

Shown = tuple[str, list[list[Button]]]


def whole(context: Context, t: Words, entry: Entry, draft_id: int, group_id: int | None, page: int = 0) -> Shown:
    """The answer as it stands in private, a page of it."""
    last = len(pages(entry.answer)) - 1
    page = min(max(page, 0), last)
    turns = []
    if page > 0:
        turns.append(press(t.plain("Page before"), Page(entry.id, draft_id, page - 1)))
    if page < last:
        turns.append(press(t.plain("Next page"), Page(entry.id, draft_id, page + 1)))
    files = [press(t.plain("Show what goes with it"), ShowFile(entry.id))] if entry.file else []
    rows = [turns, _verdict(t, entry, draft_id), files, [human(t, group_id)]]
    return _noting(t, entry, entry_text(t, entry, context.now, page)), [row for row in rows if row]


def brief(context: Context, t: Words, entry: Entry, draft_id: int, group_id: int | None) -> Shown:
    """The answer as it stands in a group: short, with the way to the rest."""
    long = len(unmarked(entry.answer)) > SHORT
    if long:
        head = t("<b>{question}</b>", question=entry.question)
        begins = html.escape(beginning(entry, SHORT), quote=False)
        parts = (head, begins, provenance(t, entry, context.now))
        text = "\n\n".join(part for part in parts if part)
    else:
        text = entry_text(t, entry, context.now)
    rows = [_verdict(t, entry, draft_id)]
    if long or entry.file:
        rows.append([link(t.plain("Read in private"), context.me.link(ToEntry(entry.id).deep_link()))])
    return _noting(t, entry, text), [*rows, [human(t, group_id)]]


def _noting(t: Words, entry: Entry, text: str) -> str:
    """In another language than the asker's it is said which."""
    if entry.language.split("-")[0] == t.language.split("-")[0]:
        return text
    return (
        t("I only have this in another language: {language}.", language=language_name(entry.language)) + f"\n\n{text}"
    )


def _verdict(t: Words, entry: Entry, draft_id: int) -> list[Button]:
    helped = press(t.plain("That helped"), Helped(entry.id, draft_id))
    return [helped, press(t.plain("Not quite"), NotQuite(entry.id, draft_id))]


def did_you_mean(t: Words, entries: Sequence[Entry], draft_id: int, group_id: int | None, *, private: bool) -> Shown:
    """Not sure: which of these questions is it? What people ask most is no entry: when the next meetup is."""
    rows = offered(t, entries, draft_id, group_id)
    if private and group_id is not None:
        rows.insert(-1, [press(t.plain("Next meetup"), ToNext())])
    return t("I’m not sure. Did you mean …?"), rows


def offered(t: Words, entries: Sequence[Entry], draft_id: int, group_id: int | None) -> list[list[Button]]:
    """Questions as buttons, the way out, and a human."""
    rows = [[press(_on_button(entry.question), Meant(entry.id, draft_id))] for entry in entries]
    return [*rows, [press(t.plain("None of these"), NoneOfThese(draft_id))], [human(t, group_id)]]


def _on_button(question: str) -> str:
    return question if len(question) <= BUTTON else question[: BUTTON - 1].rstrip() + "…"


def unknown(t: Words, unanswered_id: int | None, draft_id: int | None, group_id: int | None, *, private: bool) -> Shown:
    """Honestly: it is not known. unanswered_id: it is kept for the facilitators, None: there are none."""
    text = t("I don’t know that one.")
    rows = []
    if unanswered_id is not None:
        text += " " + t("I keep the question, without your name, so that the facilitators can answer it.")
        rows.append([press(t.plain("Tell me when you know"), TellMe(unanswered_id))])
        if private and draft_id is not None:
            rows.append([press(t.plain("Don’t keep it"), DoNotKeep(draft_id))])
    if private and group_id is None:
        text += " " + t("I don’t know yet which group you belong to. Tap a button on a card in your group, and I will.")
    if private:
        next_one = [press(t.plain("Next meetup"), ToNext())] if group_id is not None else []
        rows.append([*next_one, press(t.plain("Local help"), ToResources(unanswered_id))])
    return text, [*rows, [human(t, group_id)]]


def greeting(t: Words) -> Shown:
    """A hello to a hello, and what can be had here."""
    return t("Hello. I’m Circlekeeper, a bot. Write me a question, or tap what you need:"), menu(t)


def thanked(t: Words, group_id: int | None) -> Shown:
    """A thank-you needs no menu."""
    return t("Thank you, too. I’m a bot, and here whenever you need something."), [[human(t, group_id)]]


def not_passed_on(t: Words, draft_id: int | None, group_id: int | None) -> Shown:
    """Perhaps meant for the person they talked to until just now: it is neither passed on nor taken as a question."""
    text = t("I have not passed this on: what the two of you wrote is over.")
    if draft_id is None:
        return text, [[human(t, group_id)]]
    text += " " + t("If it was a question to me, tap it here.")
    return text, [[press(t.plain("It was a question"), ItWasAQuestion(draft_id))], [human(t, group_id)]]


def no_answer_to_danger(t: Words, group_id: int | None) -> Shown:
    """After the line for danger: nothing is guessed, and nothing kept."""
    return t("I’m a bot and have no answer to that. A facilitator is a person, and you can write to them here."), [
        [human(t, group_id)]
    ]


def reads_words_only(t: Words) -> Shown:
    """To a picture, a voice, a sticker, a thumbs-up."""
    text = t("Thank you. I’m a bot and can read only words; a person can look at more than that.")
    return text, [[human(t), press(t.plain("Help"), ToHelp())]]


def not_expected(t: Words, draft_id: int | None, group_id: int | None) -> Shown:
    """Something in private that nothing waits for and that looks like no question."""
    people = t("The facilitators of your group are people, and you can write to them.")
    danger = t("If somebody is in danger, please call your local emergency number.")
    can = t("This is what I can do:")
    rows = menu(t)
    if draft_id is not None:
        rows = [[press(t.plain("It was a question"), ItWasAQuestion(draft_id))], *rows]
    return f"{t('I’m a bot and did not expect words just now.')} {people}\n\n{danger}\n\n{can}", rows
