"""Open Referral HSDS 3: the fields of a service that are read, and what each may hold."""

from datetime import date, time
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from domain.resources import Status, Weekday

LONGEST = 10_000  # characters of one text
LONGEST_NAME = 300
MOST = 200  # of one list


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    """Some write a moment where a day is meant."""
    return value[:10] if isinstance(value, str) and len(value) > 10 and value[10] in "T " else value


def _words(value: Any) -> Any:
    """A list, which HSDS writes as words between commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(max_length=LONGEST, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Maybe = Annotated[Text | None, BeforeValidator(_blank_is_none)]
MaybeName = Annotated[Name | None, BeforeValidator(_blank_is_none)]
Number = Annotated[float | None, BeforeValidator(_blank_is_none), Field(allow_inf_nan=False)]
Day = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_blank_is_none)]
Clock = Annotated[time | None, BeforeValidator(_blank_is_none)]
Weekdays = Annotated[
    tuple[Annotated[str, StringConstraints(pattern=r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$", to_upper=True)], ...],
    BeforeValidator(_words),
    Field(max_length=35),
]


Numbers = Annotated[tuple[Annotated[int, Field(ge=-366, le=366)], ...], BeforeValidator(_words), Field(max_length=400)]
T = TypeVar("T")
Many = Annotated[list[T], BeforeValidator(lambda value: [] if value is None else value), Field(max_length=MOST)]


class Part(BaseModel):
    """What stands in a service. What nobody here reads is left alone."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True)


class PhoneIn(Part):
    """A telephone number."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    extension: Maybe = None
    description: Maybe = None


class ScheduleIn(Part):
    """When it is open."""

    valid_from: Day = None
    valid_to: Day = None
    dtstart: Day = None
    until: Day = None
    timezone: Annotated[float | None, BeforeValidator(_blank_is_none), Field(ge=-14, le=14)] = None
    count: Annotated[int | None, BeforeValidator(_blank_is_none), Field(ge=1, le=10_000)] = None
    wkst: Annotated[Weekday | None, BeforeValidator(_blank_is_none)] = None
    freq: Annotated[Literal["WEEKLY", "MONTHLY"] | None, BeforeValidator(_blank_is_none)] = None
    interval: Annotated[int | None, BeforeValidator(_blank_is_none), Field(ge=1, le=520)] = None
    byday: Weekdays = ()
    byweekno: Numbers = ()
    bymonthday: Numbers = ()
    byyearday: Numbers = ()
    description: Maybe = None
    opens_at: Clock = None
    closes_at: Clock = None


class AddressIn(Part):
    """Where a letter would go."""

    address_1: Maybe = None
    address_2: Maybe = None
    city: Maybe = None
    region: Maybe = None
    state_province: Maybe = None
    postal_code: Maybe = None
    country: Maybe = None
    address_type: Maybe = None


class LanguageIn(Part):
    """A language that is spoken."""

    name: MaybeName = None
    code: MaybeName = None


class AccessIn(Part):
    """What makes a place usable for everybody."""

    description: Maybe = None
    details: Maybe = None


class LocationIn(Part):
    """A place."""

    id: Key
    location_type: Annotated[Literal["physical", "postal", "virtual"] | None, BeforeValidator(_blank_is_none)] = (
        "physical"
    )
    name: MaybeName = None
    transportation: Maybe = None
    latitude: Number = None
    longitude: Number = None
    addresses: Many[AddressIn] = []
    accessibility: Many[AccessIn] = []
    languages: Many[LanguageIn] = []
    phones: Many[PhoneIn] = []
    schedules: Many[ScheduleIn] = []


class AtLocationIn(Part):
    """A service at a place."""

    location: LocationIn | None = None
    phones: Many[PhoneIn] = []
    schedules: Many[ScheduleIn] = []


class AreaIn(Part):
    """Whom it serves."""

    name: Maybe = None
    description: Maybe = None


class CostIn(Part):
    """What it costs."""

    option: Maybe = None
    currency: Maybe = None
    amount: Number = None
    amount_description: Maybe = None


class DocumentIn(Part):
    """What to bring."""

    document: Maybe = None


class TermIn(Part):
    """A word of a taxonomy."""

    name: MaybeName = None


class AttributeIn(Part):
    """What sort of thing it is."""

    taxonomy_term: TermIn | None = None


class OrganizationIn(Part):
    """Who runs it."""

    id: Key | None = None
    name: MaybeName = None
    phones: Many[PhoneIn] = []


class ServiceIn(Part):
    """A service, whole."""

    id: Key
    name: Name
    status: Status
    alternate_name: MaybeName = None
    description: Maybe = None
    url: Maybe = None
    email: Maybe = None
    application_process: Maybe = None
    fees_description: Maybe = None
    eligibility_description: Maybe = None
    minimum_age: Annotated[float | None, BeforeValidator(_blank_is_none), Field(ge=0, le=150)] = None
    maximum_age: Annotated[float | None, BeforeValidator(_blank_is_none), Field(ge=0, le=150)] = None
    assured_date: Day = None
    alert: Maybe = None
    organization_id: Annotated[Key | None, BeforeValidator(_blank_is_none)] = None
    organization: OrganizationIn | None = None
    phones: Many[PhoneIn] = []
    schedules: Many[ScheduleIn] = []
    service_areas: Many[AreaIn] = []
    service_at_locations: Many[AtLocationIn] = []
    languages: Many[LanguageIn] = []
    cost_options: Many[CostIn] = []
    required_documents: Many[DocumentIn] = []
    attributes: Many[AttributeIn] = []
