"""Buddies in words: ages, topics, languages, and what two people are asked and told."""

import html

from domain.buddies import Ages, Buddy, Topic
from domain.people import Person
from handlers.choices import language_name
from handlers.names import safe_name
from handlers.words import Words

# Languages that are offered besides those the bot speaks; codes as Telegram's.
SPOKEN = ("en", "es", "fr", "de", "pt", "pl", "ro", "uk", "ar", "tr", "ur", "so")


def age(t: Words, which: Ages) -> str:
    """How old a child is; plain text."""
    return {
        Ages.EXPECTING: t.plain("on the way"),
        Ages.BABY: t.plain("0–1"),
        Ages.TODDLER: t.plain("2–4"),
        Ages.CHILD: t.plain("5–10"),
        Ages.TEEN: t.plain("11–15"),
        Ages.GROWN: t.plain("16 and over"),
    }[which]


def topic(t: Words, which: Topic) -> str:
    """What somebody likes to talk about; plain text."""
    return {
        Topic.SLEEP: t.plain("sleep"),
        Topic.FEEDING: t.plain("eating"),
        Topic.TEMPER: t.plain("anger and tears"),
        Topic.SCHOOL: t.plain("nursery and school"),
        Topic.NEEDS: t.plain("a child with special needs"),
        Topic.ALONE: t.plain("raising a child alone"),
        Topic.LOW: t.plain("feeling low or worn out"),
        Topic.NEW_HERE: t.plain("being new in town"),
    }[which]


def profile(t: Words, buddy: Buddy) -> str:
    """What somebody chose, without a name; HTML."""
    ages = ", ".join(age(t, one) for one in buddy.ages) or t.plain("not said")
    topics = ", ".join(topic(t, one) for one in buddy.topics) or t.plain("anything")
    languages = ", ".join(language_name(code) for code in buddy.languages) or t.plain("any")
    return "\n".join(
        [
            t("Children: {ages}", ages=ages),
            t("Talks about: {topics}", topics=topics),
            t("Speaks: {languages}", languages=languages),
        ]
    )


def called(t: Words, person: Person) -> str:
    """The name for an introduction; plain text."""
    return safe_name(t, person.called or person.first_name)


def mention(t: Words, person: Person) -> str:
    """The name as a link to write to them; HTML."""
    return f'<a href="tg://user?id={person.id}">{html.escape(called(t, person), quote=False)}</a>'
