"""What facilitators read about a resource: the card as parents see it, what is known of it, and its history."""

from datetime import datetime
from typing import Any

from domain.grammar import Unreadable
from domain.groups import Group
from domain.planning import zone_of
from domain.resource_editing import ADDED, CHECKED, RESTORED, RETIRED, fields_of
from domain.resource_fields import Field, Unfit, Wrong
from domain.resources import Resource, ResourceChange, Trust, trust
from handlers.context import Act
from handlers.names import safe_name, whole
from handlers.unreadable import explain
from handlers.views_resources import card, safe_text
from handlers.words import Words

MOST_CHANGES = 15
TIMES_EXAMPLE = "tue, thu 10:00-12:00; first sat 9:30-11:00"


def care_card(t: Words, resource: Resource, group: Group, now: datetime) -> str:
    """The card as parents see it, and above it what only facilitators are told."""
    notes = []
    if resource.group_id is None:
        notes.append(t("On the list of every group here."))
    else:
        notes.append(t("Only {group} sees this.", group=group.title))
    if trust(resource, now.date()) is Trust.STALE:
        notes.append(t("Nobody checked it for two years, so people don’t find it now."))
    if resource.outdated:
        notes.append(
            t.many(
                "{count} person says that it is out of date.",
                "{count} people say that it is out of date.",
                resource.outdated,
            )
        )
    if resource.helped:
        notes.append(t.many("It helped {count} person.", "It helped {count} people.", resource.helped))
    if resource.edited and resource.group_id is None:
        changed = ", ".join(field_name(t, field) for field in fields_of(dict.fromkeys(resource.edited)))
        if changed:
            notes.append(t("Changed here, and kept at the next import: {fields}.", fields=changed))
    return t("<i>For facilitators:</i>") + " " + " ".join(notes) + "\n\n" + card(t, resource, now, zone_of(group))


def history_words(act: Act, resource: Resource, group: Group) -> str:
    """The latest changes first."""
    t, found = act.t, act.tx.resources.history(resource.id)
    lines = [t("<b>Who changed “{name}”</b>", name=safe_text(resource.name, 80))]
    lines += [_changed(act, one, group) for one in found[:MOST_CHANGES]]
    if not found:
        lines.append(t("Nobody here; it came with a list."))
    return "\n".join(lines)


def _changed(act: Act, one: ResourceChange, group: Group) -> str:
    t = act.t
    names = ", ".join(field_name(t, field) for field in fields_of(one.before))
    what = {
        ADDED: t.plain("added"),
        CHECKED: t.plain("checked"),
        RETIRED: t.plain("retired"),
        RESTORED: t.plain("offered again"),
    }.get(one.what) or t.plain("changed: {fields}", fields=names)
    return t("{day}: {what} – {who}", day=t.dated(one.at.date()), what=what, who=who_words(act, one.by, group))


def who_words(act: Act, person_id: int, group: Group) -> str:
    """Whoever it was by name, if they are of this group: another group's people are nobody's business. Plain text."""
    t, person = act.t, act.tx.people.get(person_id)
    if person is None:
        return t.plain("somebody who is no longer here")
    member = act.tx.people.member(group.id, person_id)
    appointed = any(one.person_id == person_id for one in act.tx.groups.facilitators(group.id))
    if appointed or (member is not None and member.left_at is None):
        return safe_name(t, whole(person))
    return t.plain("somebody of another group")


def field_name(t: Words, field: Field) -> str:
    """What a field is called on buttons and in lists. Plain text."""
    return {
        Field.NAME: t.plain("Name"),
        Field.ABOUT: t.plain("What it is"),
        Field.KINDS: t.plain("Kinds"),
        Field.STEP: t.plain("Next step"),
        Field.PHONE: t.plain("Phone"),
        Field.WEB: t.plain("Page"),
        Field.WHERE: t.plain("Address"),
        Field.MAP: t.plain("Place on the map"),
        Field.WHEN: t.plain("Opening times"),
        Field.AGES: t.plain("Ages"),
        Field.COST: t.plain("Cost"),
        Field.WHO: t.plain("Who for"),
        Field.BRING: t.plain("What to bring"),
        Field.LANGUAGES: t.plain("Languages"),
        Field.ACCESS: t.plain("Getting in"),
        Field.EMAIL: t.plain("Email"),
        Field.ORGANISATION: t.plain("Who offers it"),
        Field.ALERT: t.plain("Notice"),
    }[field]


def question(t: Words, field: Field) -> str:
    """What is asked for a field, with an example."""
    asked = {
        Field.NAME: t("What is it called?"),
        Field.ABOUT: t("What is it? One or two short sentences."),
        Field.KINDS: t("What kind of help is it? One or more, with commas."),
        Field.STEP: t("What should a parent do first?"),
        Field.PHONE: t("Which number can people phone? Behind it what it is for, if you like."),
        Field.WEB: t("Which page on the web does it have?"),
        Field.WHERE: t("Where is it?"),
        Field.MAP: t("Where is it on the map? Send the place: tap the paper clip, then Location."),
        Field.WHEN: t("When is it open? Days and hours, with a semicolon between them."),
        Field.AGES: t("For which ages?"),
        Field.COST: t("What does it cost?"),
        Field.WHO: t("Who is it for?"),
        Field.BRING: t("What do people need to bring? With commas."),
        Field.LANGUAGES: t("Which languages are spoken there? With commas."),
        Field.ACCESS: t("How do people get in? Tap, or write it."),
        Field.EMAIL: t("Which email address do they have?"),
        Field.ORGANISATION: t("Who offers it?"),
        Field.ALERT: t("Is there anything that people have to know at once?"),
    }[field]
    example = _EXAMPLES.get(field)
    return f"{asked}\n{t('For example: <code>{example}</code>', example=example)}" if example else asked


_EXAMPLES: dict[Field, str] = {
    Field.NAME: "Saturday sports club",
    Field.KINDS: "Autism, Sports and play",
    Field.STEP: "Phone before 12 and ask for Jo",
    Field.PHONE: "01632 960 123 office",
    Field.WEB: "https://example.org/club",
    Field.WHERE: "Calderwood Hall, 5 Mill Road, Calderwood, G74 1AB",
    Field.WHEN: TIMES_EXAMPLE,
    Field.AGES: "5-11",
    Field.COST: "£2 a visit",
    Field.BRING: "a letter from school, water",
    Field.LANGUAGES: "English, Polish",
    Field.EMAIL: "hello@example.org",
    Field.ALERT: "Closed in August",
}


def unfit(t: Words, field: Field, error: Unfit) -> str:
    """What was wrong with the words, and an example of right."""
    if isinstance(error.cause, Unreadable):
        return explain(t, error.cause, example=TIMES_EXAMPLE)
    wrong: dict[Wrong, Any] = {
        Wrong.TOO_LONG: t("That is too long. At most {limit} characters fit.", limit=error.limit),
        Wrong.NEEDED: t("It needs a name."),
        Wrong.NO_WORDS: t("I can only take words here."),
        Wrong.NO_PHONE: t("I can’t read a phone number there."),
        Wrong.NO_ADDRESS: t("That is no address of a page that I can link to."),
        Wrong.NO_EMAIL: t("That is no email address."),
        Wrong.NO_AGES: t("I can’t read the ages."),
        Wrong.NO_SPOT: t("A place on the map has to be sent: tap the paper clip, then Location."),
    }
    example = _EXAMPLES.get(field)
    said = wrong.get(error.wrong) or t("I can’t read that.")
    return f"{said}\n{t('For example: <code>{example}</code>', example=example)}" if example else str(said)
