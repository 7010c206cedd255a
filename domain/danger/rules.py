"""How the rules of a language are put together and asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.danger import en, en_others, en_self
from domain.danger.normal import Spelling, sentences
from domain.danger.phrases import Phrases, written

LONGEST = 6_000  # letters that are looked at; Telegram's longest message has 4,096
NOTHING = "_ "  # stands where something harmless stood


@dataclass(frozen=True)
class Rules:
    """The rules of one language: how words are spelt, what is harmless and taken out first, what points to danger."""

    spelt: Mapping[str, str]
    typed: str
    lookalikes: str
    sets: Mapping[str, str]
    harmless: str
    dangerous: str

    @cached_property
    def danger(self) -> Phrases:
        """What is looked for."""
        return Phrases(written(self.dangerous), self.sets)

    @cached_property
    def everyday(self) -> Phrases:
        """What is taken out of a sentence before anything is looked for."""
        return Phrases(written(self.harmless), self.sets)

    @cached_property
    def spelling(self) -> Spelling:
        """How the words of the rules are recognised."""
        text = " ".join((*self.sets.values(), *written(self.dangerous))).replace("_", " ")
        known = frozenset(re.findall(r"[a-z]{2,}", text)) | {*self.typed.split()}
        return Spelling(self.spelt, self.typed.split(), known, self.lookalikes.split())

    def point_to_danger(self, text: str) -> bool:
        """Whether a phrase stands in one of the sentences."""
        for words in sentences(text, self.spelling):
            said = " ".join(words) + " "
            for pattern in self.everyday.tried(words):
                said = pattern.sub(NOTHING, said)
            if any(pattern.search(said) for pattern in self.danger.tried(said.split())):
                return True
        return False


# Another language is a file beside `en.py` and an entry here.
BY_LANGUAGE = {
    "en": Rules(
        spelt=en.SPELT,
        typed=en.TYPED,
        lookalikes=en.LOOKALIKES,
        sets=en.SETS,
        harmless=en.HARMLESS,
        dangerous=en_self.DANGEROUS + en_others.DANGEROUS,
    )
}


def points_to_danger(text: str, language: str = "en") -> bool:
    """Whether these words point to danger, in this language or in English, which many write whatever they speak."""
    codes = dict.fromkeys((language.partition("-")[0], "en"))
    return any(BY_LANGUAGE[code].point_to_danger(text[:LONGEST]) for code in codes if code in BY_LANGUAGE)
