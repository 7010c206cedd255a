"""Any part of an answer is changed in Telegram; two who do so at once lose nothing; what was can be had back."""

import base64
from datetime import date, datetime
from typing import Any

import pytest

from domain.entries import State
from tests.circle import Circle
from tests.flows.knowing import an_entry, every, facilitators, kept, look, tap
from tests.flows.managing import COUNTER, press_again

PDF = base64.b64encode(b"%PDF-1.7 a form").decode()


@pytest.fixture
async def open_circle(circle: Circle) -> Circle:
    await facilitators(circle)
    return circle


async def edit(circle: Circle, field: str, words: str | None = None, *, person: int | None = None) -> None:
    """Open the entry about DLA, choose the part, and write it."""
    person = person or circle.fay
    await circle.private(person, "/knowledge dla")
    await tap(circle, "What is DLA?", "Change", field, person=person)
    if words is not None:
        await circle.private(person, words)


@pytest.mark.parametrize(
    ("field", "words", "name", "value"),
    [
        ("Question", "What does DLA mean?", "question", "What does DLA mean?"),
        ("Other ways to ask", "dla?\nhow do i get dla", "phrasings", ("dla?", "how do i get dla")),
        ("Answer", "Money, <b>for care</b> & more.", "answer", "Money, <b>for care</b> & more."),
        ("Tags", "Money, care", "tags", ("money", "care")),
        ("Language", "de", "language", "de"),
        ("Source", "The town hall", "source_name", "The town hall"),
        ("Link to the source", "https://example.org/new", "source_link", "https://example.org/new"),
        ("Website", "https://example.org/form", "link", "https://example.org/form"),
        ("Place", "The hall, 1 High Street", "place", "The hall, 1 High Street"),
        ("Phone", "+44 20 7946 0000", "phone", "+44 20 7946 0000"),
        ("Thanks to", "Mara", "credit", "Mara"),
        ("Source", "-", "source_name", None),
        ("Other ways to ask", "–", "phrasings", ()),
    ],
)
async def test_each_part_can_be_written_anew(
    open_circle: Circle, field: str, words: str, name: str, value: object
) -> None:
    entry = await an_entry(open_circle, own=True)
    await edit(open_circle, field, words)
    assert (await look(open_circle)).startswith("Saved.")
    after = await kept(open_circle, entry.id)
    assert getattr(after, name) == value
    assert after == entry.changed(**{name: value}, version=2, revision=after.revision, updated_at=after.updated_at)


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("Question", "-", "I need a few words here."),
        ("Link to the source", "tg://user?id=1", "https://example.org/page"),
        ("Website", "javascript:alert(1)", "https://example.org/page"),
        ("Checked on", "some day", "2026-11-30"),
        ("Phone", "ask Mara", "+44 20 7946 0000"),
        ("Language", "English", "en, or pt-BR"),
        ("Tags", "x" * 41, "At most 40 characters"),
        ("Other ways to ask", "\n".join(map(str, range(26))), "At most 25 fit"),
        ("Picture or PDF", "a map", "one picture or one PDF"),
    ],
)
async def test_what_does_not_fit_is_said_with_an_example_and_asked_again(
    open_circle: Circle, field: str, words: str, said: str
) -> None:
    entry = await an_entry(open_circle, own=True)
    await edit(open_circle, field, words)
    assert said in await look(open_circle)
    assert await kept(open_circle, entry.id) == entry
    right = {"Question": "Why?", "Language": "de", "Phone": "111", "Tags": "money", "Website": "https://example.org"}
    await open_circle.private(open_circle.fay, right.get(field, "-"))
    said = await look(open_circle)
    assert said.startswith("It is like that already." if field == "Picture or PDF" else "Saved.")
    await open_circle.private(open_circle.fay, "words for nobody")  # nothing waits for words any more
    assert "words for nobody" not in str(await kept(open_circle, entry.id))


async def test_what_stands_there_is_shown_to_be_copied_and_the_look_of_words_is_kept(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Answer")
    assert "It is **money** for a child" in await look(circle)
    await formatted(circle, "Ring the council now", ("bold", 0, 4, None), ("text_link", 9, 7, "https://example.org/c"))
    assert (await kept(circle, entry.id)).answer == "**Ring** the [council](https://example.org/c) now"
    shown = await circle.last(circle.fay)
    looks = {e["type"]: e.get("url") for e in shown["entities"]}
    assert looks["text_link"] in ("https://example.org/c", "https://example.org/dla")


async def formatted(circle: Circle, text: str, *marks: tuple[str, int, int, str | None]) -> None:
    """Fay writes in private with bold words and links, as apps let her."""
    now = datetime.fromisoformat((await circle.client.request("GET", "clock"))["now"])
    entities: list[dict[str, Any]] = [
        {"type": kind, "offset": offset, "length": length} | ({"url": url} if url else {})
        for kind, offset, length, url in marks
    ]
    message = {"message_id": next(COUNTER), "date": int(now.timestamp()), "text": text, "entities": entities}
    message["from"] = {"id": circle.fay, "is_bot": False, "first_name": "Fay"}
    message["chat"] = {"id": circle.fay, "type": "private", "first_name": "Fay"}
    await circle.client.inject({"message": message})
    await circle.settle()


async def test_a_picture_or_pdf_is_kept_shown_and_taken_away(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Picture or PDF")
    await circle.client.act(circle.fay, "photo", chat=circle.fay)
    await circle.settle()
    assert (await look(circle)).startswith("Saved.")
    assert str((await kept(circle, entry.id)).file).endswith(".jpg")
    await tap(circle, "See the picture or PDF")
    assert "photo" in await circle.last(circle.fay)
    await edit(circle, "Picture or PDF")
    form = {"content": PDF, "file_name": "form.pdf", "mime_type": "application/pdf"}
    await circle.client.act(circle.fay, "document", chat=circle.fay, **form)
    await circle.settle()
    await tap(circle, "See the picture or PDF")
    assert "document" in await circle.last(circle.fay)
    await edit(circle, "Picture or PDF", "-")
    assert (await kept(circle, entry.id)).file is None


async def test_another_kind_of_file_is_refused_with_one_sentence(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Picture or PDF")
    for kind in ("document", "voice"):
        await circle.client.act(circle.fay, kind, chat=circle.fay)
        await circle.settle()
        assert await look(circle) == "Please send one picture or one PDF."
    assert (await kept(circle, entry.id)).file is None


@pytest.mark.parametrize("field", ["Answer", "Place"])
async def test_a_voice_or_picture_is_no_answer(open_circle: Circle, field: str) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True, place="The hall")
    await edit(circle, field)
    await circle.client.act(circle.fay, "photo", chat=circle.fay)
    await circle.settle()
    assert await look(circle) == "I need a few words here."
    assert await kept(circle, entry.id) == entry


async def test_changing_a_shared_answer_makes_the_groups_own_which_wins_and_leaves_the_shared_one(
    open_circle: Circle,
) -> None:
    circle = open_circle
    shared = await an_entry(circle)
    await edit(circle, "Answer", "Ask at the town hall.")
    assert "as your group’s own. Other groups keep the shared one." in await look(circle)
    assert await kept(circle, shared.id) == shared
    own = next(e for e in await every(circle) if e.group_id is not None)
    assert (own.key, own.answer, own.state) == (shared.key, "Ask at the town hall.", State.PUBLISHED)
    await circle.private(circle.fay, "/knowledge dla")
    assert (await circle.buttons(circle.fay)).count("What is DLA?") == 1
    await tap(circle, "What is DLA?")
    assert "Ask at the town hall." in await look(circle)


async def test_retiring_a_shared_answer_hides_it_in_this_group_only(open_circle: Circle) -> None:
    circle = open_circle
    shared = await an_entry(circle)
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "Retire")
    assert (await kept(circle, shared.id)).state is State.PUBLISHED
    assert [e.state for e in await every(circle) if e.group_id is not None] == [State.RETIRED]
    await circle.private(circle.fay, "/knowledge")
    assert "0 answers are ready" in await look(circle)


async def test_of_two_who_edit_one_answer_nobody_loses_a_word(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Answer")
    await edit(circle, "Answer", person=circle.tom)
    await circle.private(circle.fay, "Fay’s words.")
    await circle.private(circle.tom, "Tom’s <b>words</b>.")
    said = await look(circle, circle.tom)
    assert "Nothing is lost" in said
    assert "Fay’s words." in said
    assert "Tom’s <b>words</b>." in said
    assert (await kept(circle, entry.id)).answer == "Fay’s words."
    await tap(circle, "Use mine", person=circle.tom)
    assert (await kept(circle, entry.id)).answer == "Tom’s <b>words</b>."
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "History", "See 2")
    assert "Fay’s words." in await look(circle)


async def test_what_changes_again_before_use_mine_is_shown_again(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Answer", person=circle.tom)
    await edit(circle, "Answer", "Fay’s words.")
    await circle.private(circle.tom, "Tom’s words.")
    await edit(circle, "Answer", "Fay’s second thoughts.")
    await tap(circle, "Use mine", person=circle.tom)
    assert "Fay’s second thoughts." in await look(circle, circle.tom)
    assert (await kept(circle, entry.id)).answer == "Fay’s second thoughts."
    await tap(circle, "Use mine", person=circle.tom)
    assert (await kept(circle, entry.id)).answer == "Tom’s words."


async def test_of_two_who_make_a_shared_answer_their_groups_own_the_second_sees_both(open_circle: Circle) -> None:
    circle = open_circle
    await an_entry(circle)
    await edit(circle, "Answer")
    await edit(circle, "Place", person=circle.tom)
    await circle.private(circle.fay, "Fay’s words.")
    await circle.private(circle.tom, "The hall")
    assert "Somebody else changed this answer" in await look(circle, circle.tom)
    await tap(circle, "Use mine", person=circle.tom)
    (own,) = [e for e in await every(circle) if e.group_id is not None]
    assert (own.answer, own.place) == ("Fay’s words.", "The hall")


async def test_the_second_may_leave_it_as_it_is(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Answer", person=circle.tom)
    await edit(circle, "Answer", "Fay’s words.")
    await circle.private(circle.tom, "Tom’s words.")
    await tap(circle, "Leave it as it is", person=circle.tom)
    assert "Fay’s words." in await look(circle, circle.tom)
    assert (await kept(circle, entry.id)).version == 2


async def test_a_button_under_an_older_state_of_the_answer_does_nothing(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await circle.private(circle.tom, "/knowledge dla")
    await tap(circle, "What is DLA?", person=circle.tom)
    await edit(circle, "Answer", "Fay’s words.")
    assert "changed this answer meanwhile" in str(await tap(circle, "Retire", person=circle.tom))
    assert (await kept(circle, entry.id)).state is State.PUBLISHED


async def test_what_it_said_before_can_be_put_back_and_the_slip_stays_in_the_history(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Answer", "Wrong words")
    await tap(circle, "History")
    history = await look(circle)
    assert "1. 30 November 2026, Fay Lindqvist: changed" in history
    assert "2. 30 November 2026, The host, by a file: taken from a file" in history
    await tap(circle, "See 2", "Put back")
    after = await kept(circle, entry.id)
    assert (after.answer, after.version) == (entry.answer, 3)
    await tap(circle, "History", "See 2")
    assert "Wrong words" in await look(circle)


async def test_what_is_typed_survives_a_restart_in_between(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Place")
    await circle.restart()
    await circle.private(circle.fay, "The hall")
    assert (await kept(circle, entry.id)).place == "The hall"


async def test_after_back_words_are_no_longer_taken_for_a_change(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await edit(circle, "Place")
    await tap(circle, "Back")
    await circle.private(circle.fay, "Just words")
    assert await kept(circle, entry.id) == entry


async def test_two_quick_taps_are_one_and_nobody_is_said_to_have_changed_it(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True, review_by=date(2026, 11, 1))
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?")
    message = await circle.last(circle.fay)
    data = {button["text"]: button["data"] for row in message["buttons"] for button in row}
    await tap(circle, "Still right")
    again = await press_again(circle, circle.fay, (message["message_id"], data["Still right"]), circle.fay)
    assert again == "It is like that already."
    message_id = (await circle.last(circle.fay))["message_id"]
    await tap(circle, "Retire")
    again = await press_again(circle, circle.fay, (message_id, f"kx:{entry.group_id}:{entry.id}:2:r"), circle.fay)
    assert again == "It is like that already."
    assert (await kept(circle, entry.id)).version == 3


async def test_what_is_typed_as_it_stands_already_is_said_and_changes_nothing(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True, place="The hall")
    await edit(circle, "Place", "The hall")
    assert (await look(circle)).startswith("It is like that already.")
    assert await kept(circle, entry.id) == entry
