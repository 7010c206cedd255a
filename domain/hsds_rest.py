"""What HSDS has more than is shown: kept as it came, where it is well formed, to be written back."""

import json
import re
import uuid
from datetime import datetime
from typing import Any

LONGEST = 30_000  # characters
_TEXTS = ("interpretation_services", "wait_time", "fees", "accreditations", "licenses")
# Which fields each of a list must have.
_LISTS: dict[str, tuple[str, ...]] = {
    "funding": ("id",),
    "contacts": ("id",),
    "cost_options": ("id",),
    "attributes": ("id",),
    "metadata": (
        "id", "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by",
    ),
}  # fmt: skip
_NUMBERS = ("amount", "extension", "year_incorporated", "latitude", "longitude")
_NAMESPACE = uuid.UUID("6f1c2a0e-6b0b-4f7e-9d0c-8a1d5e3b7c42")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_UUID = re.compile(r"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}", re.IGNORECASE | re.ASCII)
_MADE = "5"  # the version of a UUID that is made of names, which most are not


def uuid_of(*names: object) -> str:
    """The one name itself where it is a UUID, else one made of all of them, always the same."""
    if len(names) == 1 and _UUID.fullmatch(str(names[0])):
        return str(names[0]).lower()
    return str(uuid.uuid5(_NAMESPACE, "\n".join(map(str, names))))


def made_id(service: object, what: str, name: str = "") -> str:
    """The id of a part that an export adds because HSDS says it so: known again, and not kept, when it comes back."""
    return uuid_of(uuid_of(service), "made", what, name)


def _made_here(service: object, part: dict[str, Any]) -> bool:
    if part["id"][14] != _MADE:
        return False
    term = part.get("taxonomy_term")
    name = str(term.get("name")) if isinstance(term, dict) else ""
    return part["id"] in (made_id(service, "attribute", name), made_id(service, "cost"))


def organization_id(name: str) -> str:
    """The id that an export gives an organisation which has none."""
    return uuid_of("organization", name)


def rest_of(raw: dict[str, Any]) -> dict[str, Any]:
    """The fields of a service that nobody here reads. Empty where they are too long to be kept."""
    rest: dict[str, Any] = {name: raw[name] for name in _TEXTS if isinstance(raw.get(name), str) and raw[name].strip()}
    if isinstance(raw.get("assurer_email"), str) and _EMAIL.fullmatch(raw["assurer_email"]):
        rest["assurer_email"] = raw["assurer_email"]
    if isinstance(raw.get("last_modified"), str) and _is_moment(raw["last_modified"]):
        rest["last_modified"] = raw["last_modified"]
    for name, needed in _LISTS.items():
        items = raw.get(name)
        kept = [_clean(one) for one in items if _has(one, needed)] if isinstance(items, list) else []
        kept = [one for one in kept if not _made_here(raw.get("id"), one)]
        if kept:
            rest[name] = kept
    if _has(raw.get("program"), ("id", "name", "description")):
        rest["program"] = _clean(raw["program"])
    if _has(raw.get("organization"), ("id", "name")):
        more = {name: value for name, value in raw["organization"].items() if name not in ("services", "locations")}
        if set(more) - {"id", "name", "description"} or more.get("description", more["name"]) != more["name"]:
            rest["organization"] = _clean(more)
    return rest if len(json.dumps(rest, ensure_ascii=False)) <= LONGEST else {}


def _has(item: Any, needed: tuple[str, ...]) -> bool:
    return isinstance(item, dict) and all(item.get(name) not in (None, "") for name in needed)


def _is_moment(text: str) -> bool:
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _clean(value: Any, name: str = "") -> Any:
    """Without what says nothing; ids as UUIDs, numbers as numbers."""
    if isinstance(value, dict):
        return {key: _clean(inner, key) for key, inner in value.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    if name == "id" or name.endswith("_id"):
        return uuid_of(value) if name != "tax_id" else str(value)
    if name in _NUMBERS and isinstance(value, str):
        try:
            return float(value) if "." in value else int(value)
        except ValueError:
            return 0
    return value
