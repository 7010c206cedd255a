"""What people typed, made comparable: folded letters, stems, runs of letters, and the part of a story that asks."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import tantivy

LONG = 22  # words; a text longer than this tells a story, and its question is looked for in its parts too
AT_MOST = 120  # words that are looked at; of a longer text its end, where the question mostly stands
RUNS = (3, 4)  # letters in a run; 2 and 5 brought nothing more

# Languages that tantivy can stem, by the code of people's settings.
STEMMED = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

STOPPED = (
    "da",
    "de",
    "es",
    "fi",
    "fr",
    "hu",
    "it",
    "nl",
    "no",
    "pt",
    "ru",
    "sv",
)  # of these, tantivy knows the empty words
ENGLISH_EMPTY = frozenset(
    [
        "a",
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "ive",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "so",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "us",
        "was",
        "we",
        "were",
        "will",
        "with",
        "would",
        "you",
        "your",
        "im",
    ]
)
EMPTY = "\n"  # before the stem of such a word

WORD = re.compile(r"[^\W_]+")
SENTENCE = re.compile(r"(?<=[.!?\u061f\u3002\uff1f])\s+|\n+")
ASKS = ("?", "\u061f", "\uff1f")
APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc'`\u00b4"))
# Not accents, so that decomposing does not find them.
LETTERS = str.maketrans({"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i", "\u00e6": "ae", "\u0153": "oe",
                         "\u0640": None, "\u0629": "\u0647", "\u0649": "\u064a"})  # fmt: skip


def fold(text: str) -> str:
    """Small letters without accents, apostrophes and ornament: what differs only in these is the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(APOSTROPHES)
    kept = plain if plain.isascii() else "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept.translate(LETTERS)


def words(folded: str) -> list[str]:
    """The words of a folded text, numbers among them."""
    return WORD.findall(folded)


@lru_cache(maxsize=32)
def _analyser(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    if language in STEMMED:
        builder = builder.filter(tantivy.Filter.stemmer(STEMMED[language]))
    return builder.build()


def stems(found: Iterable[str], language: str) -> list[str]:
    """The words without their endings, in their order; as they are in a language that cannot be stemmed.

    Words that stand in every question, whatever it is about, are marked: they tell little.
    """
    code = language[:2]
    typed = list(found)
    cut = _analyser(code).analyze(" ".join(typed))
    return [EMPTY + stem if is_empty(word, code) else stem for word, stem in zip(typed, cut, strict=True)]


@lru_cache(maxsize=20_000)
def is_empty(word: str, language: str) -> bool:
    """Whether the word says nothing by itself in this language."""
    return word in ENGLISH_EMPTY if language == "en" else language in STOPPED and not _sieve(language).analyze(word)


@lru_cache(maxsize=32)
def _sieve(language: str) -> tantivy.TextAnalyzer:
    sieve = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return sieve.filter(tantivy.Filter.stopword(STEMMED[language])).build()


def runs(found: Iterable[str]) -> list[str]:
    """Each word's runs of letters, its edges marked: what two spellings of a word have in common."""
    made = []
    for word in found:
        edged = f" {word} "
        for size in RUNS:
            made += [edged[at : at + size] for at in range(len(edged) - size + 1)]
    return made


def parts(text: str) -> list[str]:
    """The text, and of a story also where it asks: its last sentence with a question mark, and its end."""
    all_words = text.split()
    if len(all_words) <= LONG:
        return [text]
    found = [" ".join(all_words[-AT_MOST:])]
    sentences = [part.strip() for part in SENTENCE.split(text) if len(part.split()) > 1]
    asking = [part for part in sentences if part.endswith(ASKS)]
    for part in (asking[-1:] or sentences[-1:]) + [" ".join(all_words[-LONG // 2 :])]:
        ending = " ".join(part.split()[-LONG:])
        if ending not in found:
            found.append(ending)
    return found
