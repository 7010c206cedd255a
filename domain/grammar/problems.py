"""What can be wrong with words, as a code and data: the edge puts it into a sentence."""

from enum import StrEnum

LONGEST_QUOTE = 60


class Problem(StrEnum):
    """Why words could not be read. In brackets: what `limit` counts, or what `suggestion` offers."""

    EMPTY = "empty"  # there are no words
    TOO_LONG = "too_long"  # the whole, the title, the place or the link (characters)
    LEFTOVER = "leftover"  # everything was read but this

    UNKNOWN_START = "unknown_start"  # neither a repetition nor a date (a near word)
    REPEAT_UNCLEAR = "repeat_unclear"  # a day alone: each week, or once? (each week)
    UNSUPPORTED_REPEAT = "unsupported_repeat"  # daily, yearly, …
    BAD_INTERVAL = "bad_interval"  # every 0 weeks, every 60 weeks (the most weeks or months)
    DAY_MISSING = "day_missing"  # the words end where a day is needed
    UNKNOWN_DAY = "unknown_day"  # no day of the week (a near one)
    ONE_DAY_ONLY = "one_day_only"  # one series has one day
    NTH_MISSING = "nth_missing"  # monthly, but which one of the month?
    NTH_UNCLEAR = "nth_unclear"  # every second Tuesday: of the month, or every other? (every other)

    TIME_MISSING = "time_missing"  # a time of day is needed here
    TIME_AMBIGUOUS = "time_ambiguous"  # a bare 10 (as 24-hour time)
    NO_SUCH_TIME = "no_such_time"  # 25:00, 13pm

    DATE_MISSING = "date_missing"  # a date is needed here
    DATE_AMBIGUOUS = "date_ambiguous"  # 3/12: which is the month?
    NO_SUCH_DATE = "no_such_date"  # 30 February
    IN_PAST = "in_past"
    TOO_FAR = "too_far"  # days ahead

    NO_SPAN = "no_span"  # no length of time, as 2w or 90 min
    OUT_OF_RANGE = "out_of_range"  # a length of time beyond a limit (minutes)
    TOO_SHORT = "too_short"  # a length of time below the least (minutes)
    TOO_MANY = "too_many"  # reminders


class Unreadable(ValueError):
    """The words could not be read.

    `quoted` is the exact part of the input that could not be read (at most 60 characters), "" if something
    is missing at the end; `suggestion` what was probably meant; `limit` the limit that was overstepped, in
    the unit that the code names.
    """

    def __init__(
        self, code: Problem, quoted: str = "", *, suggestion: str | None = None, limit: int | None = None
    ) -> None:
        self.code = code
        self.quoted = quoted if len(quoted) <= LONGEST_QUOTE else quoted[: LONGEST_QUOTE - 1] + "…"
        self.suggestion = suggestion
        self.limit = limit
        super().__init__(f"{code}: {self.quoted!r}")
