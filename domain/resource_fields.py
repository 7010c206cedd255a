"""What a facilitator can write about a resource, field by field: words into values, and values into words."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from domain.grammar import Unreadable
from domain.resource_times import read_times, write_times
from domain.resources import Location, Phone, Resource, each_once


class Field(StrEnum):
    """One thing that can be written; the values stand in buttons and drafts."""

    NAME = "name"
    ABOUT = "about"
    KINDS = "kinds"
    STEP = "step"
    PHONE = "phone"
    WEB = "web"
    WHERE = "where"
    MAP = "map"
    WHEN = "when"
    AGES = "ages"
    COST = "cost"
    WHO = "who"
    BRING = "bring"
    LANGUAGES = "tongue"
    ACCESS = "access"
    EMAIL = "email"
    ORGANISATION = "org"
    ALERT = "alert"


GUIDED = (
    *(Field.NAME, Field.ABOUT, Field.KINDS, Field.STEP, Field.PHONE, Field.WEB),
    *(Field.WHERE, Field.MAP, Field.WHEN, Field.AGES, Field.COST),
)
LONGEST = {Field.NAME: 120, Field.ORGANISATION: 120, Field.ABOUT: 700, Field.STEP: 300, Field.ALERT: 300}
LONGEST_OTHERS = 200
MOST = 10  # of a list
EMPTY = "-"  # written: nothing stands there any more
FREE = "free"  # written, or as the first word of what it costs

# Which fields of a resource each one writes.
WRITES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("name",),
    Field.ABOUT: ("description",),
    Field.KINDS: ("kinds",),
    Field.STEP: ("application_process",),
    Field.PHONE: ("phones",),
    Field.WEB: ("url",),
    Field.WHERE: ("locations",),
    Field.MAP: ("locations",),
    Field.WHEN: ("schedules", "locations"),
    Field.AGES: ("minimum_age", "maximum_age"),
    Field.COST: ("fees_description", "free"),
    Field.WHO: ("eligibility_description",),
    Field.BRING: ("required_documents",),
    Field.LANGUAGES: ("languages",),
    Field.ACCESS: ("accessibility", "wheelchair"),
    Field.EMAIL: ("email",),
    Field.ORGANISATION: ("organization_name",),
    Field.ALERT: ("alert",),
}


class Wrong(StrEnum):
    """Why words are no value of a field."""

    TOO_LONG = "too_long"
    NEEDED = "needed"  # a name cannot be left out
    NO_WORDS = "no_words"  # a picture, a voice
    NO_PHONE = "no_phone"
    NO_ADDRESS = "no_address"  # of a web page
    NO_EMAIL = "no_email"
    NO_AGES = "no_ages"
    NO_TIMES = "no_times"
    NO_SPOT = "no_spot"  # a place on the map has to be sent, not written


class Unfit(ValueError):
    """The words are no value of this field. limit: in characters; cause: what of the times could not be read."""

    def __init__(self, wrong: Wrong, *, limit: int | None = None, cause: Unreadable | None = None) -> None:
        super().__init__(wrong)
        self.wrong, self.limit, self.cause = wrong, limit, cause


def write(resource: Resource, field: Field, text: str, language: str = "en") -> Resource:
    """The resource with these words in the field; `-` empties it. Unfit where they are no value of it."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines() if line.strip())
    limit = LONGEST.get(field, LONGEST_OTHERS)
    if len(text) > limit and field is not Field.WHEN:
        raise Unfit(Wrong.TOO_LONG, limit=limit)
    if text in (EMPTY, ""):
        return _emptied(resource, field)
    return resource.changed(**_READERS[field](resource, text, language))


def pin(resource: Resource, latitude: float, longitude: float) -> Resource:
    """The resource with its place on the map."""
    place = first_place(resource).changed(latitude=latitude, longitude=longitude)
    return resource.changed(locations=_with_first(resource, place))


def first_place(resource: Resource) -> Location:
    """Its first place that people can go to; an empty one where there is none."""
    found = (place for place in resource.locations if place.location_type == "physical")
    return next(found, Location(id=f"{resource.hsds_id or 'new'}-place"))


def _with_first(resource: Resource, place: Location) -> tuple[Location, ...]:
    others = tuple(one for one in resource.locations if one.id != place.id)
    return (place, *others)


def _emptied(resource: Resource, field: Field) -> Resource:
    if field is Field.NAME:
        raise Unfit(Wrong.NEEDED)
    if field in (Field.WHERE, Field.MAP):
        place = first_place(resource).changed(latitude=None, longitude=None)
        if field is Field.WHERE:
            place = place.changed(name=None, address=None, city=None, postal_code=None)
        return resource.changed(locations=_with_first(resource, place))
    if field is Field.WHEN:
        return resource.changed(schedules=(), locations=_without_times(resource))
    empty: dict[str, Any] = {name: () if name in _LISTS else None for name in WRITES[field]}
    return resource.changed(**empty)


_LISTS = ("kinds", "phones", "required_documents", "languages", "accessibility")


def _without_times(resource: Resource) -> tuple[Location, ...]:
    return tuple(place.changed(schedules=()) for place in resource.locations)


def _plain(name: str) -> Callable[[Resource, str, str], dict[str, Any]]:
    return lambda _resource, text, _language: {name: text}


def _listed(name: str) -> Callable[[Resource, str, str], dict[str, Any]]:
    return lambda _resource, text, _language: {name: _parts(text)}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;\n]", text) if part.strip()))[:MOST]


def _phones(resource: Resource, text: str, _language: str) -> dict[str, Any]:
    """`01632 960 123 office; 01632 960 124`: a number, and behind it what it is for; it stays where it stands."""
    found: list[Phone] = []
    for part in re.split(r"[,;\n]", text):
        match = re.fullmatch(r"(\+?[\d ()/.-]*\d)(.*)", part.strip())
        if match is None or not 3 <= sum(c.isdigit() for c in match[1]) <= 15:
            raise Unfit(Wrong.NO_PHONE)
        new = Phone(number=match[1].strip(), description=match[2].strip(" –-:") or None)
        said = {"number": new.number, "description": new.description}
        found += [one.changed(**said) for one in resource.phones if one.digits == new.digits] or [new]
    return {"phones": tuple(found[:MOST])}


def _web(_resource: Resource, text: str, _language: str) -> dict[str, Any]:
    address = text if "://" in text else f"https://{text}"
    if not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?(/[^\s<>\"']*)?", address, re.IGNORECASE):
        raise Unfit(Wrong.NO_ADDRESS)
    return {"url": address}


def _email(_resource: Resource, text: str, _language: str) -> dict[str, Any]:
    if not re.fullmatch(r"[^\s@<>\"',;]{1,64}@[\w-]+(\.[\w-]+)+", text):
        raise Unfit(Wrong.NO_EMAIL)
    return {"email": text}


def _where(resource: Resource, text: str, _language: str) -> dict[str, Any]:
    """`Calderwood Hall, 5 Mill Road, Calderwood, G74 1AB`; the pin is another place's now."""
    parts = [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]
    if not parts:
        raise Unfit(Wrong.NO_WORDS)
    code = re.search(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4,5}(-\d{4})?)$", parts[-1], re.IGNORECASE)
    postcode = code[0].upper() if code is not None and (len(parts) > 1 or code.start() > 0) else None
    if postcode is not None and code is not None:
        rest = parts[-1][: code.start()].strip()
        parts = [*parts[:-1], *([rest] if rest else [])]
    city = parts.pop() if len(parts) > 1 else None
    known = first_place(resource)
    place = known.changed(name=None, address=", ".join(parts), city=city, postal_code=postcode)
    same = (known.address, known.city, known.postal_code) == (place.address, place.city, place.postal_code)
    place = place if same else place.changed(latitude=None, longitude=None)
    return {"locations": _with_first(resource, place)}


def _map(_resource: Resource, _text: str, _language: str) -> dict[str, Any]:
    raise Unfit(Wrong.NO_SPOT)


def _when(resource: Resource, text: str, language: str) -> dict[str, Any]:
    try:
        times = read_times(text, language)
    except Unreadable as error:
        raise Unfit(Wrong.NO_TIMES, cause=error) from None
    closed = tuple(schedule for schedule in resource.schedules if schedule.closed)  # holidays stay
    return {"schedules": (*times, *closed), "locations": _without_times(resource)}


def _ages(_resource: Resource, text: str, _language: str) -> dict[str, Any]:
    """`5-11`, `5+`, `0-4`, or one age."""
    match = re.fullmatch(r"(\d{1,3})\s*(?:(\+)|(?:-|–|to)\s*(\d{1,3}))?", text.casefold())
    if match is None:
        raise Unfit(Wrong.NO_AGES)
    least = float(match[1])
    most = None if match[2] else float(match[3] or match[1])
    if least > 120 or (most is not None and not least <= most <= 120):
        raise Unfit(Wrong.NO_AGES)
    return {"minimum_age": least, "maximum_age": most}


def _cost(_resource: Resource, text: str, _language: str) -> dict[str, Any]:
    """What it costs in words; whether it is free is tapped, or written as the first word."""
    if text.casefold().strip(" .") == FREE:
        return {"fees_description": None, "free": True}
    return {"fees_description": text, "free": text.casefold().startswith(FREE) or None}


_READERS: dict[Field, Callable[[Resource, str, str], dict[str, Any]]] = {
    Field.NAME: _plain("name"),
    Field.ABOUT: _plain("description"),
    Field.KINDS: _listed("kinds"),
    Field.STEP: _plain("application_process"),
    Field.PHONE: _phones,
    Field.WEB: _web,
    Field.WHERE: _where,
    Field.MAP: _map,
    Field.WHEN: _when,
    Field.AGES: _ages,
    Field.COST: _cost,
    Field.WHO: _plain("eligibility_description"),
    Field.BRING: _listed("required_documents"),
    Field.LANGUAGES: _listed("languages"),
    Field.ACCESS: _listed("accessibility"),
    Field.EMAIL: _email,
    Field.ORGANISATION: _plain("organization_name"),
    Field.ALERT: _plain("alert"),
}


def written(resource: Resource, field: Field, language: str = "en") -> str:
    """What stands in a field, in words that could be written there; empty where nothing does."""
    if field is Field.PHONE:
        return "; ".join(f"{phone.number} {phone.description or ''}".strip() for phone in each_once(resource.phones))
    if field is Field.WHERE:
        place = first_place(resource)
        return ", ".join(filter(None, (place.name, place.address, place.city, place.postal_code)))
    if field is Field.MAP:
        place = first_place(resource)
        return f"{place.latitude:.4f}, {place.longitude:.4f}" if place.latitude is not None and place.longitude else ""
    if field is Field.WHEN:
        return write_times(
            [*resource.schedules, *(s for place in resource.locations for s in place.schedules)], language
        )
    if field is Field.COST and resource.free and not resource.fees_description:
        return FREE
    if field is Field.AGES:
        return _written_ages(resource.minimum_age, resource.maximum_age)
    value = getattr(resource, WRITES[field][0])
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def _written_ages(least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    return f"{least or 0:g}+" if most is None else f"{least or 0:g}-{most:g}"
