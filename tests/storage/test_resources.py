"""Local help as it is kept: sources and facilitators side by side, what people say, and finding it again."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.finding_resources import ResourceFinder
from domain.opening import hours_on, open_today, timetable, weekdays_of
from domain.resource_finding import Filters, ResourceQuery, Spot
from domain.resources import (
    ChildAge,
    Feedback,
    Location,
    Resource,
    ResourceChange,
    ResourceState,
    Saved,
    Schedule,
    Verdict,
)
from storage.finder.resources import ResourceIndex
from storage.resource_import import ResourceImport, Taken, print_of
from storage.tables_resources import resources
from storage.transaction import Store, Transaction
from tests.storage.world import FAY, MARA, group, person

TODAY = date(2026, 11, 30)  # a Monday
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HALL = Location(
    id="h", name="Calderwood Hall", city="Calderwood", postal_code="G74 1AB", latitude=55.76, longitude=-4.16
)
FAR_AWAY = HALL.changed(name="Hafod", city="Aberwen", postal_code="LL1 1AA", latitude=53.1, longitude=-4.1)


def toys(**more: Any) -> Resource:
    return Resource(**{"name": "Toy library", "added_on": TODAY, "assured_date": TODAY, **more})


def imported(path: Path, *found: Resource) -> None:
    database = ResourceImport(path)
    by_id, _ = database.known()
    rows = [
        Taken(one.hsds_id, by_id[one.hsds_id].id if one.hsds_id in by_id else None, *print_of(one)) for one in found
    ]
    list(database.write(iter(rows), "hsds", TODAY, at_once=False))
    database.close()


async def test_a_resource_comes_back_as_it_was(store: Store) -> None:
    given = toys(
        name="<b>&  עברית",
        kinds=("a", "b"),
        locations=(HALL.changed(schedules=(Schedule(byday=("TU",), opens_at="10:00", closes_at="12:00"),)),),
        minimum_age=0.5,
        free=False,
        rest={"fees": "some"},
    )
    kept = await store.transact(lambda tx: tx.resources.add(given))
    assert kept.id
    assert kept.hsds_id
    assert await store.look(lambda tx: tx.resources.get(kept.id)) == kept
    assert await store.look(lambda tx: tx.resources.by_hsds(kept.hsds_id)) == kept
    assert await store.look(lambda tx: tx.resources.get(999)) is None


async def test_what_a_facilitator_wrote_outlives_the_next_import(store: Store, path: Path) -> None:
    given = toys(hsds_id="a", description="Old words", email="a@example.org")
    imported(path, given)
    found = await store.look(lambda tx: tx.resources.by_hsds("a"))
    assert found is not None
    wanted = found.changed(description="Bring a bag", email=None)
    saved = await store.transact(lambda tx: tx.resources.save(wanted))
    assert (saved.version, saved.edited) == (1, ("description", "email"))
    imported(path, given.changed(description="New words", alert="Closed in July"))
    after = await store.look(lambda tx: tx.resources.by_hsds("a"))
    assert after is not None
    assert (after.description, after.email, after.alert) == ("Bring a bag", None, "Closed in July")
    assert after.version == 2  # whoever edits what they saw before will notice
    back = await store.transact(lambda tx: tx.resources.save(after.changed(description="New words")))
    assert back.edited == ("email",)


async def test_whoever_checked_last_is_right(store: Store, path: Path) -> None:
    given = toys(hsds_id="a", assured_date=date(2024, 5, 1))
    imported(path, given)
    found = await store.look(lambda tx: tx.resources.by_hsds("a"))
    assert found is not None
    await store.transact(lambda tx: tx.resources.save(found.changed(assured_date=date(2026, 5, 1))))
    for said, kept in ((date(2025, 5, 1), date(2026, 5, 1)), (date(2026, 6, 1), date(2026, 6, 1))):
        imported(path, given.changed(assured_date=said))
        after = await store.look(lambda tx: tx.resources.by_hsds("a"))
        assert after is not None
        assert after.assured_date == kept


async def people_and(store: Store, *found: Resource) -> list[Resource]:
    def fill(tx: Transaction) -> list[Resource]:
        for one in (MARA, FAY):
            tx.people.save(person(one))
        return [tx.resources.add(resource) for resource in found]

    return await store.transact(fill)


async def test_each_person_has_one_word_on_a_resource(store: Store) -> None:
    (one,) = await people_and(store, toys())

    def says(who: int, verdict: Verdict) -> Callable[[Transaction], bool]:
        item = Feedback(resource_id=one.id, person_id=who, verdict=verdict, at=NOW)
        return lambda tx: tx.resources.say(item)

    assert await store.transact(says(MARA, Verdict.HELPED))
    assert not await store.transact(says(MARA, Verdict.HELPED))
    assert await store.transact(says(MARA, Verdict.OUTDATED))
    assert await store.transact(says(FAY, Verdict.OUTDATED))
    found = await store.look(lambda tx: tx.resources.get(one.id))
    assert found is not None
    assert (found.helped, found.outdated) == (0, 2)
    await store.transact(lambda tx: tx.resources.settle(one.id))
    found = await store.look(lambda tx: tx.resources.get(one.id))
    assert found is not None
    assert found.outdated == 0
    assert await store.transact(says(MARA, Verdict.OUTDATED))  # it is out of date once more


async def test_facilitators_see_what_is_due_and_reported_of_everybodys_and_their_own(store: Store) -> None:
    def fill(tx: Transaction) -> tuple[int, int]:
        return tx.groups.add(group()).id, tx.groups.add(group(chat_id=-77)).id

    mine, others = await store.transact(fill)
    old = date(2025, 1, 1)
    shared, own, foreign, gone = await people_and(
        store,
        toys(name="Shared", assured_date=old),
        toys(name="Own", group_id=mine, assured_date=old + timedelta(days=1)),
        toys(name="Foreign", group_id=others, assured_date=old),
        toys(name="Gone", assured_date=old, state=ResourceState.RETIRED),
    )
    for one in (shared, own, foreign, gone):
        report = Feedback(resource_id=one.id, person_id=MARA, verdict=Verdict.OUTDATED, at=NOW)
        await store.transact(lambda tx, report=report: tx.resources.say(report))

    def names(ask: Callable[[Transaction], list[Resource]]) -> Any:
        return store.look(lambda tx: [one.name for one in ask(tx)])

    assert await names(lambda tx: tx.resources.due(mine, date(2025, 11, 30))) == ["Shared", "Own"]
    assert await names(lambda tx: tx.resources.due(mine, old)) == []
    assert await names(lambda tx: tx.resources.reported(mine)) == ["Shared", "Own"]
    assert await names(lambda tx: tx.resources.named("o", mine)) == ["Gone", "Own"]
    assert await names(lambda tx: tx.resources.named("100%_", mine)) == []
    assert await names(lambda tx: tx.resources.of_group(others)) == ["Foreign"]


async def test_what_somebody_keeps_for_themselves_is_theirs(store: Store) -> None:
    one, two = await people_and(store, toys(), toys(name="Swim"))
    for number, item in enumerate((one, two)):
        saved = Saved(person_id=MARA, resource_id=item.id, saved_at=NOW + timedelta(hours=number))
        assert await store.transact(lambda tx, saved=saved: tx.resources.keep(saved))
        assert not await store.transact(lambda tx, saved=saved: tx.resources.keep(saved))
    assert [item.name for item in await store.look(lambda tx: tx.resources.kept(MARA))] == ["Swim", "Toy library"]
    assert await store.look(lambda tx: tx.resources.kept(FAY)) == []
    assert await store.transact(lambda tx: tx.resources.unkeep(MARA, one.id))
    assert not await store.transact(lambda tx: tx.resources.unkeep(MARA, one.id))
    age = ChildAge(person_id=MARA, age=4, said_on=TODAY)
    await store.transact(lambda tx: tx.resources.save_child_age(age))
    assert await store.look(lambda tx: tx.resources.child_age(MARA)) == age
    assert await store.transact(lambda tx: tx.resources.forget_child_age(MARA))
    assert not await store.transact(lambda tx: tx.resources.forget_child_age(MARA))
    change = ResourceChange(resource_id=one.id, by=FAY, at=NOW, what="changed", before={"name": "x"})
    await store.transact(lambda tx: tx.resources.note(change))
    assert [item.what for item in await store.look(lambda tx: tx.resources.history(one.id))] == ["changed"]


def query(text: str = "", **more: Any) -> ResourceQuery:
    return ResourceQuery(**{"now": NOW, "zone": "Europe/London", "text": text, **more})


@pytest.fixture
def index() -> ResourceIndex:
    index = ResourceIndex()
    tuesday = Schedule(freq="WEEKLY", byday=("TU",), opens_at="10:00", closes_at="12:00")
    monday = tuesday.changed(byday=("MO",))
    index.put(
        [
            toys(id=1, name="Autism Saturday Club", kinds=("clubs",), locations=(HALL,), minimum_age=5, maximum_age=11),
            toys(id=2, name="Toy library", kinds=("toys",), free=True, locations=(FAR_AWAY,), schedules=(tuesday,)),
            toys(id=3, name="Swimming", kinds=("clubs",), wheelchair=True, locations=(HALL,), schedules=(monday,)),
            toys(id=4, name="Money advice line", kinds=("Advice",), languages=("Polish",), description="By telephone."),
            toys(id=5, name="Our own coffee", kinds=("company",), group_id=7, locations=(HALL,)),
            toys(id=6, name="Old swimming", kinds=("clubs",), assured_date=date(2025, 6, 1)),
            toys(id=7, name="Older swimming", kinds=("clubs",), assured_date=date(2024, 6, 1)),
            toys(id=8, name="Retired swimming", kinds=("clubs",), state=ResourceState.RETIRED),
        ]
    )
    return index


def ids(index: ResourceIndex, text: str = "", **more: Any) -> list[int]:
    return [hit.resource_id for hit in index.find(query(text, **more)).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("autism saturday club near g74", [1]),
        ("autsim clubb", [1]),
        ("swimming", [3, 6]),  # fresh before old; what nobody checked for two years is not there
        ("swiming", [3, 6]),
        ("somewhere to swim", [3, 6]),
        ("free toys", [2]),
        ("telephone", [4]),
        ("swimming today", [3]),
        ("toy library on tuesday", [2]),
        ("toy library on wednesday", []),
        ("wheelchair swimming", [3]),
        ("advice in polish", [4]),
        ("coffee", []),  # another group's own
        ("spaceships", []),
        ("<b>&", []),
        ("🙂", []),
    ],
)
def test_words_find_what_fits_and_nothing_else(index: ResourceIndex, text: str, found: list[int]) -> None:
    if text == "🙂":
        assert set(ids(index, text)) == {1, 2, 3, 4, 6}  # it says nothing: everything is there
    else:
        assert ids(index, text) == found


@pytest.mark.parametrize(
    "text",
    ["foodbank", "food bank", "food-bank", "Food Banks", "foodbanks", "fodbank", "free foodbank near g74"],
)
def test_words_in_one_in_two_or_with_a_line_between_find_the_same(index: ResourceIndex, text: str) -> None:
    free = {"free": True, "locations": (HALL,)}
    index.put(
        [
            toys(id=20, name="Calderwood food bank", **free),
            toys(id=21, name="Foodbank at the church", **free),
            toys(id=22, name="Saint Ann", kinds=("Food-bank",), **free),
            toys(id=23, name="Money advice", description="We know where the food bank is.", **free),
            toys(id=24, name="Cooking together", description="Good food. No bank cards.", **free),
        ]
    )
    found = ids(index, text)
    assert {20, 21, 22} <= set(found)
    assert set(found[:3]) == {20, 21, 22}
    assert set(found) <= {20, 21, 22, 23, 24}


@pytest.mark.parametrize("text", ["afterschool", "after school", "after-school", "afterschool club"])
def test_after_school_is_found_however_it_is_written(index: ResourceIndex, text: str) -> None:
    index.put([toys(id=20, name="After school club"), toys(id=21, name="Afterschool fun", kinds=("clubs",))])
    assert set(ids(index, text)[:2]) == {20, 21}
    index.put([toys(id=20, name="Chess", description="Runs after school."), toys(id=21, name="Draughts")])
    assert 20 in ids(index, "afterschool")


def test_a_word_that_nobody_writes_in_two_is_not_torn_apart(index: ResourceIndex) -> None:
    index.put([toys(id=20, name="Breakfast"), toys(id=21, name="Short break"), toys(id=22, name="Fast cars")])
    assert ids(index, "breakfast") == [20]


def test_a_groups_own_is_found_by_that_group_only(index: ResourceIndex) -> None:
    assert ids(index, "coffee", group_ids=(7,)) == [5]
    assert ids(index, "coffee", group_ids=(8,)) == []
    assert "company" not in dict(index.find(query()).kinds)
    assert dict(index.find(query(group_ids=(7,))).kinds)["company"] == 1


def test_the_nearest_comes_first_and_says_how_far_it_is(index: ResourceIndex) -> None:
    found = index.find(query(spot=Spot(55.76, -4.16)))
    assert [hit.resource_id for hit in found.hits[:2]] == [3, 1] or [hit.resource_id for hit in found.hits[:2]] == [
        1,
        3,
    ]
    assert found.hits[0].distance == pytest.approx(0, abs=0.1)
    assert 2 not in [hit.resource_id for hit in found.hits]  # 300 kilometres away
    assert 4 in [hit.resource_id for hit in found.hits]  # it has no place: it helps by telephone
    assert index.find(query(spot=Spot(55.76, -4.16))).near is None  # a shared location is not named


def test_a_place_is_known_by_town_postcode_half_of_it_or_a_slip(index: ResourceIndex) -> None:
    for near in ("Calderwood", "g74", "G74 1AB", "g741ab", "Caldewood"):
        found = index.find(query(near=near))
        assert found.near is not None, near
        assert found.unknown_place is None
        assert 1 in [hit.resource_id for hit in found.hits]
    unknown = index.find(query(near="Atlantis"))
    assert (unknown.near, unknown.unknown_place) == (None, "Atlantis")
    assert index.find(query(area="Atlantis")).unknown_place is None  # nobody asked for it
    assert index.find(query(area="Calderwood")).near == "Calderwood"


def test_filters_narrow_and_it_is_known_what_there_would_be_without(index: ResourceIndex) -> None:
    found = index.find(query(filters=Filters(wheelchair=True)))
    assert ([hit.resource_id for hit in found.hits], found.total, found.without_filters) == ([3], 1, 5)
    assert set(ids(index, filters=Filters(age=12))) == {2, 3, 4, 6}
    assert set(ids(index, filters=Filters(age=11))) == {1, 2, 3, 4, 6}
    assert ids(index, filters=Filters(language="polish")) == [4]
    assert ids(index, filters=Filters(language="Klingon")) == []
    assert ids(index, kind="advice") == [4]
    assert ids(index, kind="nothing such") == []
    assert len(ids(index, limit=2)) == 2
    assert query(filters=Filters(free=True)).loosened().filters == Filters()


WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOURS = st.sampled_from([time(0), time(6, 30), time(9), time(12), time(18), time(22)])
SCHEDULES = st.builds(
    Schedule,
    freq=st.sampled_from(["WEEKLY", "WEEKLY", "MONTHLY"]),
    byday=st.lists(st.sampled_from([*WEEK, "1TU"]), max_size=3).map(tuple),
    opens_at=st.none() | HOURS,
    closes_at=HOURS,
    interval=st.sampled_from([1, 1, 1, 2]),
    dtstart=st.none() | st.sampled_from([date(2026, 11, 3), date(2026, 12, 2)]),
    valid_from=st.none() | st.sampled_from([date(2026, 9, 1), date(2026, 12, 5)]),
    valid_to=st.none() | st.sampled_from([date(2026, 12, 1), date(2027, 1, 10)]),
    timezone=st.sampled_from([None, None, 0.0]),
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.lists(SCHEDULES, max_size=2), st.sampled_from([None, "GB", "NZ"])), min_size=1, max_size=6),
    st.integers(0, 11 * 24 * 60).map(lambda minutes: datetime(2026, 11, 28, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 6),
)
def test_what_is_open_is_counted_exactly_however_many_there_are(
    places: list[tuple[list[Schedule], str | None]], now: datetime, weekday: int
) -> None:
    found = [
        toys(id=n, schedules=tuple(some), locations=(HALL.changed(country=country),))
        for n, (some, country) in enumerate(places, 1)
    ]
    index = ResourceIndex()
    index.put(found)
    zone, tables = "Europe/London", [(item.id, timetable(item)) for item in found]
    timed = [(number, table) for number, table in tables if weekdays_of(table) is not None]
    today = index.find(query(now=now, filters=Filters(today=True)))
    assert {hit.resource_id for hit in today.hits} == {n for n, table in timed if open_today(table, zone, now)}
    local = now.astimezone(ZoneInfo(zone)).date()
    days = [day for day in (local + timedelta(n) for n in range(35)) if day.weekday() == weekday]
    on_it = index.find(query(now=now, filters=Filters(day=weekday)))
    assert {hit.resource_id for hit in on_it.hits} == {
        n for n, table in timed if any(hours_on(table, zone, day) for day in days)
    }
    assert (today.total, on_it.total) == (len(today.hits), len(on_it.hits))


def test_the_total_is_right_also_where_most_are_shut_today(index: ResourceIndex) -> None:
    first = Schedule(freq="MONTHLY", byday=("1MO",), opens_at=time(10), closes_at=time(12))
    last = first.changed(byday=("-1MO",))  # 30 November is the last Monday
    index.put([toys(id=100 + n, name=f"Chess {n}", schedules=(last if n % 10 == 0 else first,)) for n in range(200)])
    found = index.find(query("chess today"))
    assert (found.total, len(found.hits), found.without_filters) == (20, 20, 200)
    assert index.find(query("chess on monday", limit=5)).total == 200


def test_kinds_and_languages_are_those_of_the_data_most_used_first(index: ResourceIndex) -> None:
    found = index.find(query())
    assert found.kinds == (("clubs", 3), ("toys", 1), ("Advice", 1))
    assert found.languages == ("Polish",)


def test_what_people_tap_moves_a_rank(index: ResourceIndex) -> None:
    index.put([toys(id=9, name="Swimming", kinds=("clubs",), outdated=2), toys(id=10, name="Swimming", helped=9)])
    assert ids(index, "swimming")[0] == 10
    assert ids(index, "swimming").index(9) > ids(index, "swimming").index(3)


def test_a_change_takes_the_place_of_what_was_there(index: ResourceIndex) -> None:
    index.put([toys(id=1, name="Chess", locations=(FAR_AWAY,))])
    assert ids(index, "autism") == []
    assert ids(index, "chess") == [1]
    assert index.find(query(near="g74")).near == "G74"  # others are still there
    assert len(index) == 8


async def test_the_finder_follows_the_database_step_by_step(store: Store) -> None:
    finder = ResourceFinder(store)
    assert (await finder.find(query("toys"))).hits == ()
    one = await store.transact(lambda tx: tx.resources.add(toys(name="Toys")))
    assert [hit.resource_id for hit in (await finder.find(query("toys"))).hits] == [one.id]
    await store.transact(lambda tx: tx.resources.save(one.changed(state=ResourceState.RETIRED)))
    assert (await finder.find(query("toys"))).hits == ()
    finder.close()


class UnderWay(Store):
    """The same store, with an import beside it that keeps pace with whoever reads."""

    async def look(self, question: Callable[[Transaction], Any]) -> Any:
        await self.transact(lambda tx: tx.resources.add(toys(name="Toys")))
        return await super().look(question)


async def test_nobody_waits_for_the_end_of_an_import_under_way(store: Store) -> None:
    store.__class__ = UnderWay
    finder = ResourceFinder(store)
    found = await asyncio.wait_for(finder.find(query("toys")), 10)
    assert len(found.hits) >= 1
    finder.close()


async def test_a_row_that_cannot_be_read_ends_local_help_and_not_the_bot(store: Store) -> None:
    one = await store.transact(lambda tx: tx.resources.add(toys()))
    broken = resources.update().where(resources.c.id == one.id).values(body={"name": 5})
    await store.database.transact(lambda connection: connection.execute(broken))
    finder = ResourceFinder(store)
    await finder.warm_up()
    with pytest.raises(ValueError, match="name"):
        await finder.find(query("toys"))
    finder.close()
