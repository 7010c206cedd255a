"""Words for what the grammar could not read: one sentence that quotes it, then an example of right."""

from collections.abc import Callable

from domain.grammar import Problem, Unreadable
from handlers.words import Words

SCHEDULE_EXAMPLE = "every tue 10:00 Coffee and chat @ Calderwood Hall"
WHEN_EXAMPLE = "thu 18:30"
HOUR, DAY = 60, 24 * 60  # minutes

Sentence = Callable[[Words, Unreadable], str]


def explain(t: Words, error: Unreadable, example: str = SCHEDULE_EXAMPLE) -> str:
    """What could not be read and how it might be written, as HTML. example: in the words of the grammar, not ours."""
    shown = t("For example: <code>{example}</code>", example=example)
    return f"{_SENTENCES[error.code](t, error)}\n{shown}"


def _empty(t: Words, error: Unreadable) -> str:
    return t("There were no words to read.")


def _too_long(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is too long. At most {limit} characters fit.", quoted=error.quoted, limit=error.limit)


def _leftover(t: Words, error: Unreadable) -> str:
    return t("I understood all but “{quoted}”.", quoted=error.quoted)


def _unknown_start(t: Words, error: Unreadable) -> str:
    return _guess(t, error) or t(
        "I can’t read “{quoted}”. Say first how often, as in “every tue”, or a date.", quoted=error.quoted
    )


def _repeat_unclear(t: Words, error: Unreadable) -> str:
    return t(
        "“{quoted}”: each week or only once? Write “{suggestion}” for each week, or “on” and the date for once.",
        quoted=error.quoted,
        suggestion=error.suggestion,
    )


def _unsupported_repeat(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is not possible. A meetup repeats by weeks or months.", quoted=error.quoted)


def _bad_interval(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is not possible. The number can be 1 to {limit}.", quoted=error.quoted, limit=error.limit)


def _day_missing(t: Words, error: Unreadable) -> str:
    return t("Which day of the week? It is missing at the end.")


def _unknown_day(t: Words, error: Unreadable) -> str:
    return _guess(t, error) or t("“{quoted}” is no day of the week that I know.", quoted=error.quoted)


def _one_day_only(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” names two days. Please make one schedule for each day.", quoted=error.quoted)


def _nth_missing(t: Words, error: Unreadable) -> str:
    if not error.quoted:
        return t("Which one of the month? Write first, second, third, fourth or last.")
    return t(
        "“{quoted}”: which one of the month? Write first, second, third, fourth or last before the day.",
        quoted=error.quoted,
    )


def _nth_unclear(t: Words, error: Unreadable) -> str:
    return t(
        "“{quoted}” can mean two things. Write “{suggestion}”, or add “of the month”.",
        quoted=error.quoted,
        suggestion=error.suggestion,
    )


def _time_missing(t: Words, error: Unreadable) -> str:
    if not error.quoted:
        return t("At what time? It is missing at the end.")
    return t("I expected a time of day where you wrote “{quoted}”.", quoted=error.quoted)


def _time_ambiguous(t: Words, error: Unreadable) -> str:
    if error.suggestion is None:
        return t("“{quoted}”: in the morning or in the evening?", quoted=error.quoted)
    return t(
        "“{quoted}”: in the morning or in the evening? Write it like {suggestion}, or with am or pm.",
        quoted=error.quoted,
        suggestion=error.suggestion,
    )


def _no_such_time(t: Words, error: Unreadable) -> str:
    return _guess(t, error) or t("“{quoted}” is no time of day.", quoted=error.quoted)


def _date_missing(t: Words, error: Unreadable) -> str:
    if not error.quoted:
        return t("Which day? It is missing at the end.")
    return t("I can’t read a day or a time in “{quoted}”.", quoted=error.quoted)


def _date_ambiguous(t: Words, error: Unreadable) -> str:
    return t("“{quoted}”: which is the day, and which the month? Write the month as a word.", quoted=error.quoted)


def _no_such_date(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is not in the calendar.", quoted=error.quoted)


def _in_past(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is over already. Please give a day that is still to come.", quoted=error.quoted)


def _too_far(t: Words, error: Unreadable) -> str:
    return t(
        "“{quoted}” is too far ahead. {limit} days from now is the farthest.",
        quoted=error.quoted,
        limit=error.limit,
    )


def _no_span(t: Words, error: Unreadable) -> str:
    if not error.quoted:
        return t("How long? It is missing.")
    return t("I can’t read “{quoted}” as a length of time.", quoted=error.quoted)


def _out_of_range(t: Words, error: Unreadable) -> str:
    return t(
        "“{quoted}” is not possible here. The limit is {limit}.",
        quoted=error.quoted,
        limit=_length(t, error.limit or 0),
    )


def _too_short(t: Words, error: Unreadable) -> str:
    return t(
        "“{quoted}” is too short here. It has to be at least {limit}.",
        quoted=error.quoted,
        limit=_length(t, error.limit or 0),
    )


def _too_many(t: Words, error: Unreadable) -> str:
    return t("“{quoted}” is too many. At most {limit} are possible.", quoted=error.quoted, limit=error.limit)


def _guess(t: Words, error: Unreadable) -> str | None:
    if error.suggestion is None:
        return None
    return t("I can’t read “{quoted}”. Did you mean “{suggestion}”?", quoted=error.quoted, suggestion=error.suggestion)


def _length(t: Words, minutes: int) -> str:
    if minutes % DAY == 0 and minutes:
        return t.many("{count} day", "{count} days", minutes // DAY)
    if minutes % HOUR == 0 and minutes:
        return t.many("{count} hour", "{count} hours", minutes // HOUR)
    return t.many("{count} minute", "{count} minutes", minutes)


_SENTENCES: dict[Problem, Sentence] = {
    Problem.EMPTY: _empty,
    Problem.TOO_LONG: _too_long,
    Problem.LEFTOVER: _leftover,
    Problem.UNKNOWN_START: _unknown_start,
    Problem.REPEAT_UNCLEAR: _repeat_unclear,
    Problem.UNSUPPORTED_REPEAT: _unsupported_repeat,
    Problem.BAD_INTERVAL: _bad_interval,
    Problem.DAY_MISSING: _day_missing,
    Problem.UNKNOWN_DAY: _unknown_day,
    Problem.ONE_DAY_ONLY: _one_day_only,
    Problem.NTH_MISSING: _nth_missing,
    Problem.NTH_UNCLEAR: _nth_unclear,
    Problem.TIME_MISSING: _time_missing,
    Problem.TIME_AMBIGUOUS: _time_ambiguous,
    Problem.NO_SUCH_TIME: _no_such_time,
    Problem.DATE_MISSING: _date_missing,
    Problem.DATE_AMBIGUOUS: _date_ambiguous,
    Problem.NO_SUCH_DATE: _no_such_date,
    Problem.IN_PAST: _in_past,
    Problem.TOO_FAR: _too_far,
    Problem.NO_SPAN: _no_span,
    Problem.OUT_OF_RANGE: _out_of_range,
    Problem.TOO_SHORT: _too_short,
    Problem.TOO_MANY: _too_many,
}
