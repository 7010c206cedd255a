"""The English words of the grammar."""

from domain.grammar.vocabulary import Unit, Vocabulary

_DAYS = {
    0: ("monday", "mon"),
    1: ("tuesday", "tue", "tues", "tu"),
    2: ("wednesday", "wed", "weds"),
    3: ("thursday", "thu", "thur", "thurs", "th"),
    4: ("friday", "fri"),
    5: ("saturday", "sat"),
    6: ("sunday", "sun"),
}
_MONTHS = {
    1: ("january", "jan"),
    2: ("february", "feb"),
    3: ("march", "mar"),
    4: ("april", "apr"),
    5: ("may",),
    6: ("june", "jun"),
    7: ("july", "jul"),
    8: ("august", "aug"),
    9: ("september", "sep", "sept"),
    10: ("october", "oct"),
    11: ("november", "nov"),
    12: ("december", "dec"),
}
_NTHS = {
    1: ("first", "1st"),
    2: ("second", "2nd"),
    3: ("third", "3rd"),
    4: ("fourth", "4th"),
    5: ("fifth", "5th"),
    -1: ("last",),
}
_UNITS: dict[Unit, tuple[str, ...]] = {
    "minute": ("minute", "minutes", "mins", "min", "m"),
    "hour": ("hour", "hours", "hrs", "hr", "h"),
    "day": ("day", "days", "d"),
    "week": ("week", "weeks", "wks", "wk", "w"),
    "month": ("month", "months"),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

WORDS = Vocabulary(
    every=("every", "each"),
    other=("other",),
    repeats={"weekly": (1, "week"), "fortnightly": (2, "week"), "monthly": (1, "month")},
    numbers={word: number for number, word in enumerate(_NUMBERS, 1)},
    units={word: unit for unit, words in _UNITS.items() for word in words},
    days={word: day for day, words in _DAYS.items() for word in words},
    plural_days={f"{words[0]}s": day for day, words in _DAYS.items()},
    unsupported=("daily", "yearly", "annually", "year", "weekday", "weekdays", "weekend", "weekends"),
    nths={word: nth for nth, words in _NTHS.items() for word in words},
    months={word: month for month, words in _MONTHS.items() for word in words},
    ordinal_endings=("st", "nd", "rd", "th"),
    on=("on",),
    and_=("and", "&", "+"),
    starting=("from", "starting", "beginning"),
    until=("until", "till", "til", "through"),
    to=("to",),
    off=("off", "none", "no", "never"),
    fillers=("at", "on", "the", "of", "for", "before"),
    relative_days={"today": 0, "tonight": 0, "tomorrow": 1},
    past=("yesterday",),
    times={"noon": (12, 0), "midday": (12, 0)},
    am=("am", "a.m"),
    pm=("pm", "p.m"),
)
