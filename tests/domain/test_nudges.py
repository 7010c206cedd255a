"""When somebody may be told that they were missed: every line of the care rules, as cases and as properties."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.attendance import Mark
from domain.meetups import Answer, MeetupState
from domain.nudge import NUDGE_TRANSITIONS, Nudge, NudgeState, Verdict
from domain.nudge_policy import APART, History, Never, Reason, Send, Wait, decide

LONDON, AUCKLAND = "Europe/London", "Pacific/Auckland"
STARTS = datetime(2026, 12, 1, 10, tzinfo=UTC)  # a Tuesday
ENDS = STARTS + timedelta(minutes=90)
EVENING = datetime(2026, 12, 1, 20, tzinfo=UTC)
OPENS = datetime(2026, 12, 2, 10, tzinfo=UTC)
CLOSES = datetime(2026, 12, 2, 19, tzinfo=UTC)


def missed(**more: object) -> History:
    """A regular who was missed on Tuesday, with attendance saved the same evening; and what is different."""
    given = {
        "zone": LONDON,
        "state": MeetupState.ENDED,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "saved_at": EVENING,
        "mark": Mark.MISSED,
        "came_before": 2,
    }
    return History(**{**given, **more})


NEVER = [
    (Reason.RESTING, {"resting": True}),
    (Reason.NOT_HELD, {"state": MeetupState.NOT_HELD}),
    (Reason.NOT_HELD, {"state": MeetupState.CANCELLED}),
    (Reason.NOT_HELD, {"state": MeetupState.SKIPPED}),
    (Reason.CAME, {"mark": Mark.CAME}),
    (Reason.UNMARKED, {"mark": None}),
    (Reason.UNMARKED, {"mark": None, "answer": Answer.GOING}),
    (Reason.DECLINED, {"answer": Answer.DECLINED}),
    (Reason.LEFT, {"member": False}),
    (Reason.FACILITATOR, {"facilitator": True}),
    (Reason.STOPPED, {"stopped": True}),
    (Reason.AWAY, {"away_until": date(2026, 12, 1)}),
    (Reason.AWAY, {"away_until": date(2026, 12, 30)}),
    (Reason.REQUEST, {"open_request": True}),
    (Reason.BACK, {"back": True}),
    (Reason.NOT_EXPECTED, {"came_before": 1}),
    (Reason.NOT_EXPECTED, {"came_before": 1, "answer": Answer.MAYBE}),
    (Reason.SILENCE, {"unanswered": 2}),
    (Reason.LATELY, {"last_nudge_at": CLOSES - APART}),
    (Reason.NOT_THIS_TIME, {"asked_first": True, "verdict": Verdict.NOT}),
    (Reason.CALLED, {"asked_first": True, "verdict": Verdict.CALL}),
]
LATER = [
    (Reason.NOT_SAVED, {"saved_at": None}, ENDS + timedelta(days=3)),
    (Reason.TOO_LATE, {}, CLOSES),
    (Reason.TOO_LATE, {"saved_at": ENDS + timedelta(days=3)}, ENDS + timedelta(days=3)),
    (Reason.UNDECIDED, {"asked_first": True}, CLOSES),
]
WAIT = [
    ({"saved_at": None}, EVENING, ENDS + timedelta(days=3)),
    ({"saved_at": None, "state": MeetupState.PLANNED}, STARTS, ENDS),
    ({"saved_at": None, "state": MeetupState.PLANNED}, EVENING, ENDS + timedelta(days=3)),
    ({"asked_first": True}, EVENING, CLOSES),
    ({"asked_first": True}, OPENS, CLOSES),
]
SENDS = [
    ({}, EVENING, OPENS),
    ({}, OPENS, OPENS),
    ({}, CLOSES - timedelta(seconds=1), CLOSES - timedelta(seconds=1)),
    ({"came_before": 0, "answer": Answer.GOING}, EVENING, OPENS),
    ({"unanswered": 1}, EVENING, OPENS),
    ({"away_until": date(2026, 11, 30)}, EVENING, OPENS),
    ({"asked_first": True, "verdict": Verdict.SEND}, EVENING, OPENS),
    ({"last_nudge_at": OPENS - APART + timedelta(minutes=5)}, EVENING, OPENS + timedelta(minutes=5)),
    ({"saved_at": STARTS + timedelta(hours=2)}, STARTS + timedelta(hours=2), OPENS),  # never on the day itself
    ({"saved_at": OPENS + timedelta(hours=3)}, OPENS + timedelta(hours=3), OPENS + timedelta(hours=3)),
    ({"saved_at": CLOSES}, CLOSES, OPENS + timedelta(days=1)),
]


@pytest.mark.parametrize(("reason", "more"), NEVER)
def test_never_when_a_rule_forbids_it(reason: Reason, more: dict[str, object]) -> None:
    for now in (EVENING, OPENS):
        assert decide(missed(**more), now) == Never(reason=reason)


@pytest.mark.parametrize(("reason", "more", "now"), LATER)
def test_never_once_its_time_is_over(reason: Reason, more: dict[str, object], now: datetime) -> None:
    assert decide(missed(**more), now) == Never(reason=reason)


@pytest.mark.parametrize(("more", "now", "until"), WAIT)
def test_wait_while_it_is_not_known_yet(more: dict[str, object], now: datetime, until: datetime) -> None:
    assert decide(missed(**more), now) == Wait(until=until)


@pytest.mark.parametrize(("more", "now", "at"), SENDS)
def test_send_in_the_first_window_after_the_saving(more: dict[str, object], now: datetime, at: datetime) -> None:
    assert decide(missed(**more), now) == Send(at=at)


def test_every_reason_can_be_reached() -> None:
    assert {reason for reason, _ in NEVER} | {reason for reason, _, _ in LATER} == set(Reason)


def test_a_clock_change_does_not_move_the_window() -> None:
    starts = datetime(2026, 10, 24, 18, tzinfo=UTC)  # the clocks go back in the night to Sunday
    ends = starts + timedelta(hours=1)
    found = decide(missed(starts_at=starts, ends_at=ends, saved_at=ends), ends)
    assert found == Send(at=datetime(2026, 10, 25, 10, tzinfo=UTC))


def test_a_nudge_moves_only_along_its_machine() -> None:
    nudge = Nudge(group_id=1, meetup_id=1, person_id=1, send_at=OPENS)
    for state in NudgeState:
        at = nudge.changed(state=state)
        for target in NudgeState:
            if target is state or target in NUDGE_TRANSITIONS[state]:
                assert at.to(target).state is target
            else:
                with pytest.raises(ValueError, match="cannot become"):
                    at.to(target)


moments = st.timedeltas(timedelta(days=-3), timedelta(days=7)).map(lambda gap: STARTS + gap)
earlier = st.timedeltas(timedelta(days=-21), timedelta(0)).map(lambda gap: STARTS + gap)
any_history = st.builds(
    History,
    zone=st.sampled_from([LONDON, AUCKLAND, "America/St_Johns", "Asia/Kathmandu"]),
    resting=st.booleans(),
    state=st.sampled_from(list(MeetupState)),
    starts_at=st.just(STARTS),
    ends_at=st.just(ENDS),
    saved_at=st.none() | moments.filter(lambda at: at >= ENDS),
    mark=st.sampled_from([*Mark, None]),
    answer=st.sampled_from([*Answer, None]),
    came_before=st.integers(0, 4),
    member=st.booleans(),
    facilitator=st.booleans(),
    stopped=st.booleans(),
    away_until=st.none() | st.dates(date(2026, 11, 1), date(2027, 1, 1)),
    open_request=st.booleans(),
    back=st.booleans(),
    unanswered=st.integers(0, 3),
    last_nudge_at=st.none() | earlier,
    asked_first=st.booleans(),
    verdict=st.sampled_from([*Verdict, None]),
)
likely = st.builds(
    missed,
    zone=st.sampled_from([LONDON, AUCKLAND, "America/St_Johns", "Asia/Kathmandu"]),
    saved_at=moments.filter(lambda at: at >= ENDS),
    unanswered=st.integers(0, 3),
    answer=st.sampled_from([*Answer, None]),
    last_nudge_at=st.none() | earlier,
    asked_first=st.booleans(),
    verdict=st.sampled_from([*Verdict, None]),
)
many = settings(max_examples=400, deadline=None)
histories = any_history | likely


def sent_at(history: History, now: datetime) -> datetime | None:
    found = decide(history, now)
    return found.at if isinstance(found, Send) else None


@many
@given(histories, moments)
def test_never_more_than_two_in_a_row_unanswered(history: History, now: datetime) -> None:
    assert sent_at(history, now) is None or history.unanswered < 2


@many
@given(histories, moments)
def test_never_within_14_days_of_another_in_any_group(history: History, now: datetime) -> None:
    at, last = sent_at(history, now), history.last_nudge_at
    assert at is None or last is None or at - last >= timedelta(days=14)


@many
@given(histories, moments)
def test_never_to_who_said_can_t_make_it_is_away_left_stopped_facilitates_or_has_an_open_request(
    history: History, now: datetime
) -> None:
    at = sent_at(history, now)
    if at is not None:
        assert history.answer is not Answer.DECLINED
        assert history.away_until is None or history.away_until < at.astimezone(ZoneInfo(history.zone)).date()
        assert history.member
        assert not any((history.stopped, history.facilitator, history.open_request))


@many
@given(histories, moments)
def test_never_outside_ten_to_seven_local_never_on_the_day_and_never_after_three_days(
    history: History, now: datetime
) -> None:
    at = sent_at(history, now)
    if at is not None:
        local = at.astimezone(ZoneInfo(history.zone))
        assert 10 <= local.hour < 19
        assert local.date() > STARTS.astimezone(ZoneInfo(history.zone)).date()
        assert at < ENDS + timedelta(days=3)
        assert at >= now


@many
@given(histories, moments)
def test_never_after_a_meetup_without_saved_attendance_or_that_was_not_held(history: History, now: datetime) -> None:
    if sent_at(history, now) is not None:
        assert history.saved_at is not None
        assert history.state is MeetupState.ENDED
        assert history.mark is Mark.MISSED


@many
@given(histories, moments)
def test_only_to_regulars_and_those_who_had_said_going(history: History, now: datetime) -> None:
    if sent_at(history, now) is not None:
        assert history.came_before >= 2 or history.answer is Answer.GOING


@many
@given(histories, moments)
def test_what_facilitators_want_to_see_first_never_goes_without_their_yes(history: History, now: datetime) -> None:
    if history.asked_first and sent_at(history, now) is not None:
        assert history.verdict is Verdict.SEND


@many
@given(histories, moments)
def test_waiting_leads_somewhere_later(history: History, now: datetime) -> None:
    found = decide(history, now)
    if isinstance(found, Wait):
        assert found.until > now
        assert not isinstance(decide(history, found.until), Wait) or decide(history, found.until).until > found.until
