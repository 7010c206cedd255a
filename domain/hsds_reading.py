"""A service as HSDS writes it, made into a resource: flattened, with what makes no sense left out and said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from domain.hsds import AddressIn, LocationIn, PhoneIn, ScheduleIn, ServiceIn
from domain.hsds_rest import organization_id, rest_of, uuid_of
from domain.resources import Location, Phone, Resource, Schedule

MOST_KINDS, MOST_PHONES, MOST_LOCATIONS = 20, 24, 50
_WEB = re.compile(r"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>\"',;:()]{1,64}@[\w-]+(\.[\w-]+)+")
_FREE = re.compile(
    r"\s*(free|no (charge|cost|fee)s?|there is no (charge|cost|fee)|nothing|[£$€]\s*0(\.00)?)\b", re.IGNORECASE
)
_NOT_FREE = re.compile(r"[£$€]\s*0*[1-9]|\b[1-9]\d*(\.\d\d)?\s*(pounds?|euros?|dollars?|gbp|eur|usd)\b", re.IGNORECASE)
_WHEELS = re.compile(r"wheel\s?chair|step[- ]free|level access|\bramps?\b", re.IGNORECASE)
_NO_WHEELS = re.compile(
    r"\b(not|no|un|isn.t|limited|without)\b[^.;]*(wheel\s?chair|step[- ]free|level access|ramp)", re.IGNORECASE
)


@dataclass(frozen=True)
class Problem:
    """One field that is wrong. field: the way to it, as in `phones.0.number`."""

    field: str
    words: str

    def __str__(self) -> str:
        return f"{self.field}: {self.words}"


class Refused(ValueError):
    """This one cannot be taken."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass
class Read:
    """What was read, and what was left out of it because it makes no sense."""

    resource: Resource
    notes: list[Problem] = field(default_factory=list)


def read_service(raw: Any, today: date) -> Read:
    """One service. Refused with every problem at once."""
    if not isinstance(raw, dict):
        raise Refused([Problem("service", "is no object with fields")])
    try:
        service = ServiceIn.model_validate(raw)
    except ValidationError as error:
        raise Refused(problems_of(error)) from None
    read = Read(Resource(name=service.name, added_on=today))
    _check_days(service, today)
    read.resource = read.resource.changed(
        **_plain_fields(service, read.notes), **_lists(service, read.notes), rest=rest_of(raw)
    )
    return read


def problems_of(error: ValidationError) -> list[Problem]:
    """Each wrong field with what is wrong, in plain words."""
    return [Problem(".".join(map(str, one["loc"])) or "service", _say(one)) for one in error.errors(include_url=False)]


def _say(error: Any) -> str:
    given, context = error["input"], error.get("ctx", {})
    shown = f"“{given if len(str(given)) <= 40 else str(given)[:37] + '…'}”"
    match error["type"]:
        case "missing":
            return "is missing"
        case "string_too_short":
            return "is empty"
        case "string_too_long":
            return f"has {len(given):,} characters; at most {context['max_length']:,}"
        case "too_long":
            return f"has too many parts; at most {context['max_length']:,}"
        case "enum" | "literal_error":
            return f"{shown} is not one of {context['expected'].replace(chr(39), '')}"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type" | "date_from_datetime_inexact":
            return f"{shown} is no day such as 2026-11-30"
        case "time_parsing" | "time_type" | "time_delta_type":
            return f"{shown} is no time such as 10:00"
        case "float_parsing" | "float_type" | "int_parsing" | "int_type" | "int_from_float" | "finite_number":
            return f"{shown} is no number"
        case "greater_than_equal":
            return f"{shown} is less than {context['ge']:g}"
        case "less_than_equal":
            return f"{shown} is more than {context['le']:g}"
        case "string_pattern_mismatch":
            return f"{shown} is no weekday such as TU or 1TU"
        case _:
            return f"{shown}: {error['msg'].removeprefix('Input should be ')} is wanted"


def _check_days(service: ServiceIn, today: date) -> None:
    if service.assured_date is not None and service.assured_date > today + timedelta(days=1):
        raise Refused([Problem("assured_date", f"“{service.assured_date}” is still to come")])
    if None not in (service.minimum_age, service.maximum_age) and (service.minimum_age or 0) > (
        service.maximum_age or 0
    ):
        raise Refused([Problem("minimum_age", "is more than maximum_age")])


def _plain_fields(service: ServiceIn, notes: list[Problem]) -> dict[str, Any]:
    same = ("alternate_name", "description", "status", "application_process", "eligibility_description", "alert")
    found: dict[str, Any] = {name: getattr(service, name) for name in (*same, "minimum_age", "maximum_age")}
    organization = service.organization
    fees = service.fees_description or _cost_words(service)
    return found | {
        "hsds_id": service.id,
        "assured_date": service.assured_date,
        "organization_id": _organization_id(service),
        "organization_name": organization.name if organization else None,
        "url": web(service.url, "url", notes),
        "email": email(service.email, "email", notes),
        "fees_description": fees,
        "free": _free(service, fees),
    }


def _organization_id(service: ServiceIn) -> str | None:
    organization = service.organization
    given = (organization.id if organization else None) or service.organization_id
    if given is None or (organization is not None and given == organization_id(organization.name or "")):
        return None
    return uuid_of(given)


def _lists(service: ServiceIn, notes: list[Problem]) -> dict[str, Any]:
    places = [at.location for at in service.service_at_locations if at.location is not None]
    locations = [
        _location(at.location, [*at.schedules, *at.location.schedules], number, notes)
        for number, at in enumerate(service.service_at_locations)
        if at.location is not None
    ]
    accessibility = once(
        " ".join(filter(None, (one.description, one.details))) for place in places for one in place.accessibility
    )
    languages = [*service.languages, *(one for place in places for one in place.languages)]
    kinds = once(one.taxonomy_term.name for one in service.attributes if one.taxonomy_term is not None)
    if len(locations) > MOST_LOCATIONS:
        notes.append(Problem("service_at_locations", f"only the first {MOST_LOCATIONS} places are kept"))
    return {
        "kinds": kinds[:MOST_KINDS],
        "phones": _phones(service, locations),
        "languages": once(one.name or one.code for one in languages),
        "required_documents": once(one.document for one in service.required_documents),
        "service_areas": once(one.name or one.description for one in service.service_areas),
        "schedules": once(_schedule(one) for one in service.schedules),
        "locations": tuple(place for place in locations if place is not None)[:MOST_LOCATIONS],
        "accessibility": accessibility,
        "wheelchair": wheelchair(accessibility),
    }


def once(items: Iterable[Any]) -> tuple[Any, ...]:
    """Those that say something, each the first time."""
    return tuple(dict.fromkeys(item for item in items if item))


def _location(place: LocationIn, schedules: list[ScheduleIn], number: int, notes: list[Problem]) -> Location | None:
    where = f"service_at_locations.{number}.location"
    latitude, longitude = coordinates(place.latitude, place.longitude, where, notes)
    address = next((one for one in place.addresses if one.address_type != "postal"), None) or next(
        iter(place.addresses), AddressIn()
    )
    street = ", ".join(filter(None, (address.address_1, address.address_2)))
    if not any((place.name, street, address.city, address.postal_code, latitude, schedules)):
        return None
    country = (address.country or "").upper()
    return Location(
        id=uuid_of(place.id),
        location_type=place.location_type or "physical",
        name=place.name,
        address=street or None,
        city=address.city,
        region=address.region or address.state_province,
        postal_code=address.postal_code,
        country=country if re.fullmatch("[A-Z]{2}", country) else None,
        latitude=latitude,
        longitude=longitude,
        transportation=place.transportation,
        schedules=once(_schedule(one) for one in schedules),
    )


def coordinates(
    latitude: float | None, longitude: float | None, where: str, notes: list[Problem]
) -> tuple[float | None, float | None]:
    """Both where both make sense, else neither."""
    if latitude is None or longitude is None:
        return None, None
    for name, value, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if not abs(value) <= most:  # also what is no number at all
            notes.append(Problem(f"{where}.{name}", f"“{value:g}” is not between -{most} and {most}; left out"))
            return None, None
    return (latitude, longitude) if (latitude, longitude) != (0, 0) else (None, None)


def _phones(service: ServiceIn, locations: Sequence[Location | None]) -> tuple[Phone, ...]:
    """All of them with where they stand; the organisation's only where there is no other."""
    found = [_phone(one) for one in service.phones]
    ways = [at for at in service.service_at_locations if at.location is not None]
    place = 0
    for at, kept in zip(ways, locations, strict=True):
        of = {"of": "at", "place": place} if kept else {}
        found += [_phone(one, **of) for one in at.phones]
        of = {"of": "place", "place": place} if kept else {}
        found += [_phone(one, **of) for one in (at.location.phones if at.location else ())]
        place += kept is not None
    if not any(one.digits for one in found) and service.organization is not None:
        found = [_phone(one, of="organization") for one in service.organization.phones]
    known: dict[tuple[str, str, int], Phone] = {}
    for one in found:
        known.setdefault((one.digits, one.of, one.place), one)
    return tuple(one for one in known.values() if one.digits)[:MOST_PHONES]


def _phone(one: PhoneIn, **of: Any) -> Phone:
    return Phone(number=one.number.strip(" \"'"), extension=one.extension, description=one.description, **of)


def _schedule(one: ScheduleIn) -> Schedule:
    fields = one.model_dump(exclude={"wkst", "interval", "opens_at", "closes_at"})
    opens, closes = (time.replace(tzinfo=None) if time else None for time in (one.opens_at, one.closes_at))
    closed = opens is None and closes is None and (one.description or "").casefold().startswith("closed")
    return Schedule(
        **fields, wkst=one.wkst or "MO", interval=one.interval or 1, opens_at=opens, closes_at=closes, closed=closed
    )


def _cost_words(service: ServiceIn) -> str | None:
    """What it costs, put together from the options where nobody wrote it down."""
    found = []
    for one in service.cost_options:
        amount = f"{one.amount:g} {(one.currency or '').upper()}".strip() if one.amount else ""
        words = " ".join(filter(None, (amount, one.amount_description)))
        found.append(": ".join(filter(None, (one.option, words))))
    return "; ".join(filter(None, found)) or None


def _free(service: ServiceIn, fees: str | None) -> bool | None:
    amounts = [one.amount for one in service.cost_options if one.amount is not None]
    if amounts and not any(amounts):
        return True
    return False if any(amounts) else is_free(fees)


def is_free(fees: str | None) -> bool | None:
    """Whether these words say that it costs nothing; None where they say neither."""
    if fees and _FREE.match(fees) and not _NOT_FREE.search(fees):
        return True
    return False if fees and _NOT_FREE.search(fees) else None


def wheelchair(words: Iterable[str]) -> bool | None:
    """Whether these words say that somebody in a wheelchair gets in; None where they say neither."""
    text = ". ".join(words)
    if _NO_WHEELS.search(text):
        return False
    return True if _WHEELS.search(text) else None


def web(address: str | None, where: str, notes: list[Problem]) -> str | None:
    """An address that can be opened; anything else is left out."""
    if address is None or _WEB.fullmatch(address):
        return address
    notes.append(Problem(where, f"“{address[:40]}” is no address that begins with https://; left out"))
    return None


def email(address: str | None, where: str, notes: list[Problem]) -> str | None:
    """An address that can be written to; anything else is left out."""
    if address is None or _EMAIL.fullmatch(address):
        return address
    notes.append(Problem(where, f"“{address[:40]}” is no e-mail address; left out"))
    return None
