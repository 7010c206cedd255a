"""The languages in which schedules can be read. Another one is a table beside `en.py` and a line here."""

from domain.grammar.en import WORDS as ENGLISH
from domain.grammar.vocabulary import Vocabulary

_VOCABULARIES = {"en": ENGLISH}


def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language, given as `en` or `en-GB`; English where there are none yet."""
    return _VOCABULARIES.get(language.replace("_", "-").split("-")[0].lower(), ENGLISH)


def name_of(table: dict[str, int], value: int) -> str:
    """The word that is written for a value of a vocabulary's table."""
    return next(word for word, meaning in table.items() if meaning == value)
