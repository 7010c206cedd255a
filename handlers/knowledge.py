"""/knowledge: what parents get as answers, found, looked at, published and put away by facilitators."""

from domain.entries import Entry, State
from domain.entries_editing import of_group, publish, restore, retire, still_right
from domain.entries_search import has_all, search
from domain.errors import Gone, NotNow, NotYours
from domain.finding import Finding, Outcome, Question
from domain.groups import Group
from handlers.context import Act
from handlers.doors import ToKnowledgeEntry
from handlers.entry_files import send_file
from handlers.keyboards import press
from handlers.knowledge_buttons import (
    KIND,
    Do,
    Doing,
    Find,
    Home,
    Listing,
    ReadOn,
    SeeFile,
    Which,
    here,
    of_draft,
    the_entry,
)
from handlers.knowledge_views import Shown, back_home, entry_rows, home, is_due, listing, opened
from handlers.managing import pressed, stop_expecting
from handlers.privately import privately
from handlers.routing import Router, Who
from handlers.which_group import the_group
from handlers.words import best_language

router = Router("knowledge")

FIND = "knowledge_find"
MOST_FOUND = 8
LIKELY = {Outcome.ANSWER: 1, Outcome.SUGGEST: 3, Outcome.UNKNOWN: 0}  # how many of the finder's are worth a look
DOINGS = {Doing.PUBLISH: publish, Doing.RETIRE: retire, Doing.RESTORE: restore, Doing.RIGHT: still_right}


def sought(act: Act) -> Question | None:
    """What the words mean to the finder; only reads."""
    if not act.args:
        return None
    person = act.tx.people.get(act.user.id)
    language = best_language(person.language if person else None, act.user.language_code)
    groups = act.tx.people.groups_of(act.user.id)
    return Question(text=act.args, language=language, group_ids=tuple(group.id for group in groups))


@router.command("knowledge", who=Who.FACILITATOR, seeks=sought)
def knowledge(act: Act) -> None:
    """What there is; with words, what is found."""
    group = the_group(act, "knowledge")
    if group is None:
        return
    if act.private:
        stop_expecting(act)
    privately(act, *(_found(act, group, act.args) if act.args else _home(act, group)))


@router.press(Home, who=Who.FACILITATOR, candidates=here)
def go_home(act: Act) -> None:
    """The knowledge of the group again."""
    stop_expecting(act)
    act.edit_here(*_home(act, act.groups[0]))


def _home(act: Act, group: Group) -> Shown:
    every = entries_of(act, group)
    return home(act.t, group, {which: len(_of_which(act, group, which, every)) for which in Which})


@router.press(Listing, who=Who.FACILITATOR, candidates=here)
def show_list(act: Act) -> None:
    """A page of entries."""
    asked, group = pressed(act, Listing), act.groups[0]
    stop_expecting(act)
    found = _of_which(act, group, asked.which, entries_of(act, group))
    act.edit_here(*listing(act.t, group, asked.which, found, asked.page))


def entries_of(act: Act, group: Group) -> list[Entry]:
    """Every entry as this group has it, by question: its own, and the shared ones that none of these stands for."""
    own = act.tx.entries.of(group.id)
    keys = {entry.key for entry in own}
    # A shared draft is the host's: nobody published it for this group yet.
    shared = act.tx.entries.of(None, State.PUBLISHED)
    return sorted([*own, *(e for e in shared if e.key not in keys)], key=lambda e: (e.question.casefold(), e.id))


def _of_which(act: Act, group: Group, which: Which, every: list[Entry]) -> list[Entry]:
    if which is Which.DUE:
        return [entry for entry in every if is_due(group, entry, act.now)]
    state = {Which.PUBLISHED: State.PUBLISHED, Which.DRAFTS: State.DRAFT, Which.RETIRED: State.RETIRED}[which]
    return [entry for entry in every if entry.state is state]


@router.press(Find, who=Who.FACILITATOR, candidates=here)
def find(act: Act) -> None:
    """Ask for words."""
    stop_expecting(act)
    act.begin(KIND, group_id=act.groups[0].id, expects=FIND)
    text = act.t("What are you looking for? Write a few words.")
    act.edit_here(text, [[back_home(act.t, act.groups[0])]])


@router.expecting(FIND, who=Who.FACILITATOR, candidates=of_draft, seeks=sought)
def words_typed(act: Act) -> None:
    """What is found; more words look again."""
    act.reply(*_found(act, act.groups[0], act.args))


def found_entries(act: Act, group: Group, words: str) -> list[Entry]:
    """What the finder knows, and what bears these words, drafts and retired ones too."""
    known = {entry.id: entry for entry in entries_of(act, group)}
    found = act.found if isinstance(act.found, Finding) else Finding(Outcome.UNKNOWN)
    by_meaning = [known[entry_id] for entry_id, _ in found.top[: LIKELY[found.outcome]] if entry_id in known]
    by_words = search(known.values(), words, MOST_FOUND)
    if found.outcome is not Outcome.ANSWER and any(has_all(entry, words) for entry in by_words):
        return by_words  # all of the words say more than what the finder only thinks possible
    return list({entry.id: entry for entry in (*by_meaning, *by_words)}.values())[:MOST_FOUND]


def _found(act: Act, group: Group, words: str) -> Shown:
    t, entries = act.t, found_entries(act, group, words)
    sure = isinstance(act.found, Finding) and act.found.outcome is Outcome.ANSWER
    if sure or any(has_all(entry, words) for entry in entries):
        text = t("This is what I found.")
    elif entries:
        text = t("I found nothing that has all of that. This comes nearest.")
    else:
        text = t("I found nothing for that. Try other words, or add it.")
    rows = entry_rows(t, group, entries)
    return text, [*rows, [press(t.plain("Find"), Find(group.id)), back_home(t, group)]]


@router.press(ToKnowledgeEntry, who=Who.FACILITATOR, candidates=here)
def open_entry(act: Act) -> None:
    """One entry as parents see it, with what can be done."""
    stop_expecting(act)
    entry, group = the_entry(act)
    act.edit_here(*opened(act.t, group, entry, act.now))


@router.press(ReadOn, who=Who.FACILITATOR, candidates=here)
def read_on(act: Act) -> None:
    """Another page of it."""
    entry, group = the_entry(act)
    act.edit_here(*opened(act.t, group, entry, act.now, max(0, pressed(act, ReadOn).page)))


@router.press(SeeFile, who=Who.FACILITATOR, candidates=here)
def see_file(act: Act) -> None:
    """The picture or PDF, as parents get it."""
    entry, _ = the_entry(act)
    if not send_file(act, entry, act.chat.id):
        raise Gone


@router.press(Do, who=Who.FACILITATOR, candidates=here)
def do(act: Act) -> None:
    """Publish, retire, restore, still right, or throw a draft away. Not where somebody else changed it meanwhile."""
    asked, group, t = pressed(act, Do), act.groups[0], act.t
    shown = act.tx.entries.get(asked.entry_id)
    entry = of_group(act.tx, group, asked.entry_id)
    version = asked.version if shown == entry else -1
    if asked.doing is Doing.DISCARD:
        _discard(act, entry, group)
        return
    after = DOINGS[asked.doing](act.tx, group, entry, act.user.id, act.now, version=version)
    notes = {
        Doing.PUBLISH: t("<b>Published.</b> Parents get it from now on."),
        Doing.RETIRE: t("<b>Put away.</b> You can have it back at any time."),
        Doing.RESTORE: t("<b>It is back.</b> Parents get it again."),
        Doing.RIGHT: t("<b>Thank you.</b> I will ask again in a year."),
    }
    act.answer(t.plain("Saved."))
    act.edit_here(*opened(t, group, after, act.now, note=notes[asked.doing]))


def _discard(act: Act, entry: Entry, group: Group) -> None:
    """Only what was never published goes for good."""
    if entry.group_id != group.id:
        raise NotYours
    if entry.state is not State.DRAFT or any(
        c.after.state is not State.DRAFT for c in act.tx.entries.history(entry.id)
    ):
        raise NotNow
    act.tx.entries.remove(entry.id)
    act.answer(act.t.plain("Thrown away."))
    act.edit_here(*_home(act, group))
