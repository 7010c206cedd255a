"""Why something cannot stand in an entry, in words, with an example of right."""

from domain.entries_fields import Field, Problem
from handlers.words import Words


def unfit_words(t: Words, details: dict[str, object]) -> str:
    """One or two sentences, plain."""
    most = details.get("most", 0)
    match details["problem"]:
        case Problem.MISSING:
            return t.plain("I need a few words here.")
        case Problem.TOO_LONG:
            return t.plain("That is too long. At most {limit} characters fit.", limit=most)
        case Problem.TOO_MANY:
            return t.plain("Those are too many. At most {limit} fit, one on each line.", limit=most)
        case Problem.NO_LINK:
            return t.plain("I can’t read that as a link. It looks like this: https://example.org/page")
        case Problem.NO_DATE:
            return t.plain("I can’t read that as a day. It looks like this: 2026-11-30")
        case Problem.NO_LANGUAGE:
            return t.plain("I can’t read that as a language. It looks like this: en, or pt-BR")
        case Problem.NO_PHONE:
            return t.plain("I can’t read that as a phone number. It looks like this: +44 20 7946 0000")
        case _:
            return t.plain("Please send one picture or one PDF.")


def field_name(t: Words, field: Field) -> str:
    """What people call it; plain, for a button."""
    match field:
        case Field.QUESTION:
            return t.plain("Question")
        case Field.PHRASINGS:
            return t.plain("Other ways to ask")
        case Field.ANSWER:
            return t.plain("Answer")
        case Field.TAGS:
            return t.plain("Tags")
        case Field.LANGUAGE:
            return t.plain("Language")
        case Field.SOURCE:
            return t.plain("Source")
        case Field.LINK:
            return t.plain("Link to the source")
        case Field.CHECKED:
            return t.plain("Checked on")
        case Field.REVIEW:
            return t.plain("Look again on")
        case Field.WEBSITE:
            return t.plain("Website")
        case Field.PLACE:
            return t.plain("Place")
        case Field.PHONE:
            return t.plain("Phone")
        case Field.FILE:
            return t.plain("Picture or PDF")
        case _:
            return t.plain("Thanks to")
