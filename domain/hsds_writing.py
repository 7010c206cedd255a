"""A resource as HSDS 3 writes it: what was read comes back, and what facilitators changed stands in its place."""

from typing import Any

from domain.hsds_reading import is_free, wheelchair
from domain.hsds_rest import made_id, organization_id, uuid_of
from domain.resources import Location, Phone, Resource, ResourceState, Schedule, Status

_WHEELCHAIR = "Wheelchair access"


def write_service(item: Resource) -> dict[str, Any]:
    """One service, whole, as JSON values that fulfil the schema of HSDS 3."""
    key = item.hsds_id
    found: dict[str, Any] = {**item.rest, "id": uuid_of(key), "name": item.name, "status": _status(item)}
    found |= {
        "alternate_name": item.alternate_name,
        "description": item.description,
        "url": item.url,
        "email": item.email,
        "application_process": item.application_process,
        "fees_description": item.fees_description,
        "eligibility_description": item.eligibility_description,
        "minimum_age": item.minimum_age,
        "maximum_age": item.maximum_age,
        "assured_date": item.assured_date.isoformat() if item.assured_date else None,
        "alert": item.alert,
        "phones": _phones(item, "service"),
        "schedules": [_schedule(one, key, number) for number, one in enumerate(item.schedules)],
        "languages": [{"id": uuid_of(key, "language", name), "name": name} for name in item.languages],
        "required_documents": [
            {"id": uuid_of(key, "document", words), "document": words} for words in item.required_documents
        ],
        "service_areas": [{"id": uuid_of(key, "area", name), "name": name} for name in item.service_areas],
        "service_at_locations": _places(item),
        "attributes": _attributes(item),
        "cost_options": _costs(item),
        "organization": _organization(item),
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _status(item: Resource) -> str:
    """What a facilitator retired is not offered any more, whatever its source says."""
    retired = item.state is ResourceState.RETIRED and item.status is Status.ACTIVE
    return Status.INACTIVE if retired else item.status


def _organization(item: Resource) -> dict[str, Any] | None:
    known = item.rest.get("organization") or {}
    if not item.organization_name and not item.organization_id and not known:
        return None
    name = item.organization_name or known.get("name") or item.name
    key = uuid_of(item.organization_id) if item.organization_id else organization_id(name)
    return {**known, "id": key, "name": name, "description": known.get("description") or name}


def _phones(item: Resource, of: str, place: int = 0) -> list[dict[str, Any]]:
    """Those that stand there; what stands nowhere else (a place is gone, an organisation has none) is the service's."""
    own = bool((item.rest.get("organization") or {}).get("phones"))
    found = []
    for number, phone in enumerate(item.phones):
        there = phone.of in ("at", "place") and phone.place < len(item.locations)
        stands = phone.of if there or (phone.of == "organization" and own) else "service"
        if stands == of and (of == "service" or phone.place == place):
            found.append(_phone(phone, item.hsds_id, number))
    return found


def _phone(phone: Phone, key: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": uuid_of(key, "phone", number), "number": phone.number}
    if phone.description:
        found["description"] = phone.description
    if phone.extension:
        digits = phone.extension.strip()
        if digits.isascii() and digits.isdigit():  # HSDS knows extensions as numbers only
            found["extension"] = int(digits)
        else:
            found["description"] = f"{found.get('description', '')} (extension {digits})".strip()
    return found


def _schedule(one: Schedule, *names: object) -> dict[str, Any]:
    found = one.model_dump(mode="json", exclude_defaults=True, exclude={"closed"})
    for name in ("byday", "bymonthday", "byweekno", "byyearday"):
        if name in found:
            found[name] = ",".join(map(str, found[name]))
    if one.closed and not (one.description or "").casefold().startswith("closed"):
        found["description"] = f"Closed. {one.description or ''}".strip()
    return {"id": uuid_of(*names, "schedule"), **found}


def _places(item: Resource) -> list[dict[str, Any]]:
    words = list(item.accessibility)
    if item.wheelchair and wheelchair(words) is None:
        words.append(_WHEELCHAIR)
    places = list(item.locations) or (
        [Location(id=f"{item.hsds_id} anywhere", location_type="virtual")] if words else []
    )
    return [_place(item, place, number, words if number == 0 else []) for number, place in enumerate(places)]


def _place(item: Resource, place: Location, number: int, accessibility: list[str]) -> dict[str, Any]:
    key = item.hsds_id
    there = uuid_of(key, "at", number)
    address = {
        "id": uuid_of(key, "address", number),
        "address_1": place.address or place.name or "",
        "city": place.city or "",
        "region": place.region,
        "state_province": place.region or "",
        "postal_code": place.postal_code or "",
        "country": place.country or "",
        "address_type": "physical",
    }
    location = {
        "id": uuid_of(place.id),
        "location_type": place.location_type,
        "name": place.name,
        "transportation": place.transportation,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "addresses": [_filled(address)] if any((place.address, place.city, place.region, place.postal_code)) else [],
        "accessibility": [{"id": uuid_of(key, "access", words), "description": words} for words in accessibility],
        "phones": _phones(item, "place", number),
    }
    schedules = [_schedule(one, key, number, row) for row, one in enumerate(place.schedules)]
    phones = _phones(item, "at", number)
    return _filled({"id": there, "schedules": schedules, "phones": phones, "location": _filled(location)})


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != []}


def _attributes(item: Resource) -> list[dict[str, Any]]:
    """The attributes it came with where they name the same kinds, else new ones."""
    known = item.rest.get("attributes") or []
    names = [(one.get("taxonomy_term") or {}).get("name") for one in known if isinstance(one, dict)]
    if [name for name in dict.fromkeys(names) if name][: len(item.kinds)] == list(item.kinds) and known:
        return list(known)
    return [
        {
            "id": made_id(item.hsds_id, "attribute", kind),
            "link_type": "service",
            "taxonomy_term": {"id": uuid_of("kind", kind), "name": kind, "description": kind},
        }
        for kind in item.kinds
    ]


def _costs(item: Resource) -> list[dict[str, Any]]:
    known = item.rest.get("cost_options") or []
    if item.free and not known and is_free(item.fees_description) is not True:
        return [{"id": made_id(item.hsds_id, "cost"), "amount": 0}]
    return list(known)
