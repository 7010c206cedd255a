"""What the bot sent, held against aiogram's models of the Bot API's methods."""

from functools import cache
from typing import Any

Json = dict[str, Any]


@cache
def _models() -> dict[str, Any]:
    """Method models by name in small letters; aiogram takes seconds to import, so only who asks pays."""
    from aiogram import methods

    found = (getattr(methods, name) for name in methods.__all__)
    return {
        model.__api_method__.lower(): model
        for model in found
        if isinstance(model, type) and isinstance(getattr(model, "__api_method__", None), str)
    }


def violations(calls: list[Json]) -> list[str]:
    """One line for each recorded call (as `Client.calls` gives them) whose params break the method's schema.

    Unknown methods and unknown params are violations, too. An empty list: all are right.
    """
    found: list[str] = []
    for call in calls:
        found += [f"#{call['seq']} {call['method']}: {problem}" for problem in _problems(call)]
    return found


def _problems(call: Json) -> list[str]:
    model = _models().get(call["method"].lower())
    if model is None:
        return ["there is no such method"]
    params = {name: _sent(value) for name, value in call["params"].items()}
    found = [f"{name}: there is no such parameter" for name in params if name not in model.model_fields]
    # The models' union of markups takes nearly anything as a ForceReply, so the kind is chosen here.
    markup = params.pop("reply_markup", None)
    if markup is not None:
        found += [f"reply_markup.{problem}" for problem in _misfits(_markup_model(markup), markup)]
    return found + _misfits(model, params)


def _misfits(model: Any, value: Any) -> list[str]:
    """What pydantic refuses, and fields the models do not know at any depth."""
    from pydantic import ValidationError

    try:
        made = model.model_validate(value)
    except ValidationError as error:
        return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return [f"{path}: there is no such field" for path in _extras(made, "")]


def _extras(made: Any, path: str) -> list[str]:
    if isinstance(made, list):
        return [extra for number, each in enumerate(made) for extra in _extras(each, f"{path}.{number}")]
    if not hasattr(made, "model_extra"):
        return []
    found = [f"{path}.{name}".lstrip(".") for name in made.model_extra or {}] if path else []
    for name in type(made).model_fields:
        found += _extras(getattr(made, name, None), f"{path}.{name}".lstrip("."))
    return found


def _markup_model(markup: Any) -> Any:
    from aiogram import types

    named = {
        "inline_keyboard": types.InlineKeyboardMarkup,
        "keyboard": types.ReplyKeyboardMarkup,
        "remove_keyboard": types.ReplyKeyboardRemove,
    }
    return next((model for name, model in named.items() if name in markup), types.ForceReply)


def _sent(value: Any) -> Any:
    """A file that came with a call counts as its name."""
    if isinstance(value, dict) and value.keys() == {"file_name", "mime_type", "bytes"}:
        return value["file_name"]
    return value
