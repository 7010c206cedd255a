"""A small knowledge base, and a finder filled with it: by words alone, and by meaning too."""

from collections.abc import Callable, Iterable

import pytest

from domain.finding import Finding, Question
from storage.finder.index import Index
from storage.finder.known import Known, Short
from storage.finder.sentences import Sentences, directory

HALL, DLA, FIRST, DADS, SLEEP, ALONE, RESPITE, STOP, COST, OTHERS = range(1, 11)
GROUP, OTHER_GROUP = 71, 72
BASE = {
    HALL: ("Is there parking at the hall?", "where can i park", "parking at the venue", "can i leave my car there"),
    DLA: (
        "How do I claim Disability Living Allowance for my child?",
        "claim dla for my son",
        "applying for disability living allowance",
        "money for a disabled child",
    ),
    FIRST: (
        "What happens the first time I come?",
        "its my first time",
        "what to expect at the first meetup",
        "am i welcome",
    ),
    DADS: ("Are dads welcome?", "is it only for mums", "can fathers come", "my husband would like to come"),
    SLEEP: ("My child does not sleep. What helps?", "up all night", "she wont go to bed", "bedtime is a fight"),
    ALONE: (
        "I feel alone. What can I do?",
        "i have nobody to talk to",
        "feeling isolated",
        "no friends since the diagnosis",
    ),
    RESPITE: (
        "How can I get a break?",
        "respite care",
        "short breaks for carers",
        "somebody to look after him for a weekend",
    ),
    STOP: ("How do I stop the messages?", "no more reminders", "turn off notifications", "unsubscribe"),
    COST: ("Does it cost anything?", "how much is it", "is it free", "do i have to pay"),
    OTHERS: ("Can I bring my other children?", "are siblings allowed", "kids at the meetup", "is there childcare"),
}
Asks = Callable[..., Finding]


def filled(entries: Iterable[Known], sentences: Sentences | None = None, *shorts: Short) -> Index:
    """A finder that knows these and has learnt all there is to learn."""
    index = Index()
    if sentences is not None:
        index.understand(sentences)
    index.shorten(shorts)
    for entry in entries:
        index.put(entry)
    learn(index)
    return index


def learn(index: Index) -> None:
    while index.step():
        pass


def the_base() -> list[Known]:
    return [Known(number, texts, key=f"entry-{number}") for number, texts in BASE.items()]


def asked(index: Index, text: str, *group_ids: int, language: str = "en") -> Finding:
    return index.find(Question(text, language, group_ids))


def first(found: Finding) -> int | None:
    return found.top[0][0] if found.top else None


@pytest.fixture(scope="session")
def sentences() -> Sentences:
    folder = directory("")
    assert folder is not None, "the model of requirements-model.txt is not installed"
    return Sentences(folder)


@pytest.fixture(scope="session")
def by_words() -> Index:
    return filled(the_base())


@pytest.fixture(scope="session")
def by_meaning(sentences: Sentences) -> Index:
    return filled(the_base(), sentences)


@pytest.fixture(params=["by_words", "by_meaning"])
def index(request: pytest.FixtureRequest) -> Index:
    """Both levels, one after the other; not to be changed."""
    found: Index = request.getfixturevalue(request.param)
    return found
