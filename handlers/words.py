"""Every sentence a person reads: looked up in the catalogue, with values made safe and dates said in words.

English stands in the code as the key. `handlers/locales/<language>.po` holds the others; they are read as they are,
so that a translation needs no build step. The pseudo-language `qps` brackets every text: what a flow shows without
brackets was never in the catalogue.
"""

import gettext as gnu
import html
import io
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
PSEUDO = "qps"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages in which the bot can speak; looked up once."""
    return (SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po")))


@lru_cache(maxsize=32)
def _catalogue(language: str) -> gnu.NullTranslations:
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return gnu.NullTranslations()
    compiled = io.BytesIO()
    with path.open(encoding="utf-8") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


@lru_cache(maxsize=512)
def best_language(*wishes: str | None) -> str:
    """The first wish that there is a catalogue for (`pt-BR` is served by `pt`), else English."""
    known = {*languages(), PSEUDO}
    for wish in wishes:
        for candidate in (wish, (wish or "").replace("_", "-").split("-")[0]):
            if candidate and candidate in known:
                return candidate
    return SOURCE


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        try:
            self._locale = Locale.parse(SOURCE if language == PSEUDO else language, sep="-")
        except (UnknownLocaleError, ValueError):
            self._locale = Locale.parse(SOURCE)
        if self._locale.language == SOURCE:
            self._locale = Locale.parse("en_GB")

    def __call__(self, message: str, /, **values: object) -> str:
        """The message as Telegram's HTML, with every value escaped."""
        return self._fill(
            self._catalogue.gettext(message), {k: html.escape(str(v), quote=False) for k, v in values.items()}
        )

    def many(self, one: str, more: str, count: int, /, **values: object) -> str:
        """The message in the right plural for `count`, which is also a value."""
        chosen = self._catalogue.ngettext(one, more, count)
        return self._fill(chosen, {"count": count} | {k: html.escape(str(v), quote=False) for k, v in values.items()})

    def plain(self, message: str, /, **values: object) -> str:
        """The message for a button or a toast, where Telegram knows no HTML."""
        return self._fill(self._catalogue.gettext(message), values)

    def _fill(self, text: str, values: dict[str, object] | dict[str, str]) -> str:
        filled = text.format(**values) if values else text
        return f"⟦{filled}⟧" if self.language == PSEUDO else filled

    def day(self, day: date) -> str:
        """`Tuesday 1 December`."""
        pattern = self._locale.datetime_skeletons.get("MMMMEd")
        if self._locale.language == SOURCE or pattern is None:
            return str(format_date(day, "EEEE d MMMM", locale=self._locale))
        return str(format_date(day, "EEEE, d MMMM", locale=self._locale))

    def dated(self, day: date) -> str:
        """`1 December 2026`, for days that can be years away."""
        return str(format_date(day, "long", locale=self._locale))

    def short_day(self, day: date) -> str:
        """`Tue 1 Dec`."""
        return str(format_date(day, "EEE d MMM", locale=self._locale))

    def weekday(self, number: int) -> str:
        """The name of a weekday, Monday being 0."""
        return str(self._locale.days["stand-alone"]["wide"][number])

    def clock(self, moment: time) -> str:
        """`10:00`."""
        return str(format_time(moment, "HH:mm", locale=self._locale))

    def zone(self, name: str) -> str:
        """A time zone as people call it: `London time` for Europe/London."""
        place = get_timezone_location(ZoneInfo(name), locale=self._locale, return_city=True)
        return self._fill(self._catalogue.gettext("{place} time"), {"place": place})

    def moment(self, instant: datetime, zone: str) -> str:
        """`Tuesday 1 December at 10:00`, on the clocks of that zone."""
        local = instant.astimezone(ZoneInfo(zone))
        return self._fill(
            self._catalogue.gettext("{day} at {time}"),
            {"day": self.day(local.date()), "time": self.clock(local.time())},
        )


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The texts of this language; the same object for the same language."""
    return Words(language)
