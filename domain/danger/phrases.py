"""The notation in which phrases are written down, and how they are found quickly.

A phrase is words with spaces between them. `a|b` either, `a_b` two words, `a*` any ending, `?a|b` or nothing, `~` up to
three words, `~~` up to six, `!a|b` not followed by, `#` a number, `<name>` any word of a set, `$` the sentence ends.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

GAPS = {"~": r"(?:\S+ ){0,3}", "~~": r"(?:\S+ ){0,6}"}
# Too frequent to look anything up by.
COMMON = """
i a an the to of in on at by for with from and or if so but is are was were be been am do does did have has had my me us
our your you it he she they him her his their them this that not no never going want wants will would can could might
should just really feel think about what how when all up out off over after get gets got
"""


@dataclass(frozen=True)
class Phrase:
    """One of them. needs: for each part that must be there and has no open end, its words."""

    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    def may_stand_in(self, words: Set[str]) -> bool:
        """Whether each part has a word among these; most phrases end here, long before the pattern is tried."""
        return not any(need.isdisjoint(words) for need in self.needs)


def written(text: str) -> list[str]:
    """The phrases of a text, one a line; a line that begins with blanks goes on with the one before, a comment with
    `# `. After a `|` no blank is meant.
    """
    joined = re.sub(r"\n +", " ", text).replace("| ", "|")
    return [line for line in joined.splitlines() if line and not line.startswith("# ")]


class Phrases:
    """Many phrases, of which the few are tried that a sentence has a rare word of."""

    def __init__(self, phrases: Iterable[str], sets: Mapping[str, str]) -> None:
        self._sets = sets
        common = frozenset(COMMON.split())
        self._by_word: dict[str, list[Phrase]] = {}
        self._always: list[Phrase] = []
        for written in phrases:
            phrase = self._read(written.split())
            rare = min((need for need in phrase.needs if not need & common), key=len, default=None)
            for word in rare or ():
                self._by_word.setdefault(word, []).append(phrase)
            if rare is None:
                self._always.append(phrase)

    def tried(self, words: Sequence[str]) -> list[re.Pattern[str]]:
        """What is worth looking for in a sentence of these words, each once."""
        here = frozenset(words)
        found = dict.fromkeys(phrase for word in here for phrase in self._by_word.get(word, ()))
        return [phrase.pattern for phrase in (*found, *self._always) if phrase.may_stand_in(here)]

    def _read(self, parts: list[str]) -> Phrase:
        pattern = re.compile(r"(?<!\S)" + "".join(self._part(part) for part in parts))
        needed = [self._words(part) for part in parts if part not in GAPS and part[0] not in "!?$"]
        closed = [
            frozenset(word.split()[0] for word in words) for words in needed if not {"\\", "$"} & {*"".join(words)}
        ]
        return Phrase(pattern, tuple(closed))

    def _part(self, part: str) -> str:
        if part in GAPS:
            return GAPS[part]
        if part == "$":
            return "$"
        if part.startswith("!"):
            return rf"(?!{self._either(part[1:])})"
        return rf"(?:{self._either(part[1:])})?" if part.startswith("?") else self._either(part)

    def _either(self, part: str) -> str:
        words = self._words(part)
        spoken = f"(?:{'|'.join(word for word in words if word != '$')}) "
        return f"(?:{spoken}|$)" if "$" in words else spoken

    def _words(self, part: str) -> list[str]:
        """The alternatives of one part, as regular expressions."""
        named = re.sub(r"<(\w+)>", lambda found: self._sets[found[1]], part)
        return [word.replace("_", " ").replace("*", r"\w*").replace("#", r"\d+") for word in named.split("|")]
