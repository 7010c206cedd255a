"""A text as the plain words that were meant: no capitals, apostrophes, disguises, stretched or mistyped letters."""

import re
import unicodedata
from collections.abc import Collection, Mapping

UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
APOSTROPHES = re.compile("['\u2019\u2018`\u00b4\u02bc]")
ENDS = re.compile(r"[.!?;:\n\r()\"“”…]+")
WORD = re.compile(r"[^\W_][\w*@$]*")
SINGLE_LETTERS = re.compile(r"\b(?:[a-z] ){3,}[a-z]\b")
STRETCHED = re.compile(r"(.)\1{2,}")
DOUBLE = re.compile(r"(.)\1+")
NUMBERED = re.compile(r"\d+[a-z]*")  # 3yo, 10am: no disguise
# Letters of other scripts, digits and signs that are written for a Latin letter, in a word that has one as well.
DISGUISES = str.maketrans("аеорсухікмтнв0134579@$", "aeopcyxikmthboieastgas")
LONGEST_WORD = 40
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Spelling:
    """What is recognised as which word.

    spelt: short forms and frequent spellings → what is meant, one word or several. typed: words that are recognised
    with one slip, unless that is a word of its own. known: all words of the rules. lookalikes: words that are none.
    """

    def __init__(
        self, spelt: Mapping[str, str], typed: Collection[str], known: Collection[str], lookalikes: Collection[str]
    ) -> None:
        self._spelt = spelt
        self._undoubled = {DOUBLE.sub(r"\1", word): word for word in sorted(known)}
        own = {*known, *lookalikes, *spelt}
        self._slips = {wrong: word for word in sorted(typed) for wrong in one_slip(word) if wrong not in own}

    def read(self, word: str) -> list[str]:
        """The words that this one stands for."""
        if not (word.isalpha() and word.isascii()):
            word = _undisguised(word)
        if STRETCHED.search(word):
            single = DOUBLE.sub(r"\1", word)
            word = self._undoubled.get(single, single)
        word = self._slips.get(word, word)
        return self._spelt.get(word, word).split()


def sentences(text: str, spelling: Spelling) -> list[list[str]]:
    """The words of each sentence."""
    text = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = APOSTROPHES.sub("", text)
    found = []
    for part in ENDS.split(text):
        joined = SINGLE_LETTERS.sub(lambda spaced: spaced[0].replace(" ", ""), part)
        words = [meant for word in WORD.findall(joined) for meant in spelling.read(word[:LONGEST_WORD])]
        if words:
            found.append(words)
    return found


def one_slip(word: str) -> frozenset[str]:
    """Every way to write this word with one letter too many, too few, another, or two of them swapped.

    The first letter is right: people rarely miss it, and many everyday words differ in it.
    """
    found: set[str] = set()
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        found.update(before + letter + after for letter in LETTERS)
        if after:
            found.add(before + after[1:])
            found.update(before + letter + after[1:] for letter in LETTERS)
        if len(after) > 1:
            found.add(before + after[1] + after[0] + after[2:])
    return frozenset(found) - {word}


def _undisguised(word: str) -> str:
    if NUMBERED.fullmatch(word) or not any("a" <= letter <= "z" for letter in word):
        return word
    return word.translate(DISGUISES)
