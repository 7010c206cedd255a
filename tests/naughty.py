"""Words that have broken programs: a short list of our own, and published lists where their folder is.

The published ones (`input/blns.json`, `input/csv_formulas.txt`) are read from the folder that CIRCLEKEEPER_DATA names,
or from `shared/data` beside the checkout; they are not part of the project.
"""

import json
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Formatting that no message of ours has: where it shows, somebody's words were taken for it.
MARK = " <s>q</s>&amp;<u>"
OURS = (
    "Coffee",
    "<b>bold</b> & <i>slanted",
    "</b></a></code>",
    '<a href="tg://user?id=1">you</a>',
    "<tg-spoiler>x</tg-spoiler>&lt;b&gt;&#60;",
    "@everyone @circle_bot #tag $TAG",
    "/start /schedule@circle_bot",
    "example.org http://user:pw@evil.example/?q=<b>#x javascript:alert(1) tg://user?id=1",
    "{x} {0} {words} {group} %s %(x)s ${x} {{}}",
    "**bold** [words](https://evil.example) [you](tg://user?id=1) `code` __u__ ~~s~~ ||s||",
    "مرحبا بكم \u202egnirts\u202c \u2067x\u2069 \u200f",
    "שלום <b> עולם",
    "\u200b\u200d\u2060\ufeff",
    "\u2800\u3164\u115f",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "👩‍👩‍👧‍👦🏳️‍🌈👍🏿" * 4,
    "one\ntwo\n\n\nthree\r\nfour\tfive\x0bsix\u2028seven",
    "nul\x00 bell\x07 escape\x1b[31m backspace\x08",
    "a:b_c:d;e,f|g=h\\i\"j'k",
    "'; DROP TABLE people; --",
    "=cmd|' /C calc'!A0",
    "+1 (555) 010-9999 -1 @SUM(1+9)",
    "ﷺ" * 60,
    "\U00010348" * 64,
    "ß İ ǰ ΐ ﬁ ſ K",
    "٣ ६ ³ ① Ⅳ",
    "-",
    "none",
    "../../etc/passwd\x00.png",
    "x" * 250,
    "word " * 200,
    "я" * 4096,
)


@cache
def folder() -> Path | None:
    """Where the published lists are, if they are anywhere."""
    named = os.environ.get("CIRCLEKEEPER_DATA")
    found = Path(named) if named else ROOT.parent / "shared" / "data"
    return found if (found / "input").is_dir() else None


@cache
def published() -> tuple[str, ...]:
    """The published lists, each entry once; empty where they are not there."""
    there = folder()
    if there is None:
        return ()
    strings = json.loads((there / "input" / "blns.json").read_text(encoding="utf-8"))
    cells = (there / "input" / "csv_formulas.txt").read_text(encoding="utf-8").splitlines()
    return tuple(dict.fromkeys([*strings, *cells]))


def every() -> list[str]:
    """All of them."""
    return [*OURS, *(one for one in published() if one.strip())]


def some(number: int, count: int) -> list[str]:
    """A plain one, and `count` others for each number, so that together all are tried. Each other one is marked.

    CIRCLEKEEPER_STRINGS is another count; of ours and of the published ones one half each.
    """
    count = int(os.environ.get("CIRCLEKEEPER_STRINGS", count))
    ours, others = list(OURS[1:]), every()[len(OURS) :]
    half = min(len(ours), count // 2 if others else count)
    rest = min(len(others), count - half)
    found = [ours[(number * half + step) % len(ours)] for step in range(half)]
    found += [others[(number * rest + step) % len(others)] for step in range(rest)]
    return [OURS[0], *((one + MARK)[:4096] if step % 2 else one for step, one in enumerate(found, number))]
