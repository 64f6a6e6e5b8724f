"""Structured data judged by the vocabulary of schema.org, as a package carries it."""

import re
from collections.abc import Iterator
from inspect import get_annotations
from typing import Any

import msgspec_schemaorg.models as vocabulary

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def faults(thing: Any, where: str = "") -> Iterator[str]:
    """Everything in a thing that the vocabulary does not know: types, properties of a type, values of a property."""
    kind = getattr(vocabulary, str(thing.get("@type")), None) if isinstance(thing, dict) else None
    if kind is None:
        yield f"{where} is of no type: {thing!r}"
        return
    where = f"{where}/{kind.__name__}"
    for name, value in thing.items():
        if name in {"@type", "@context", "@id"}:
            continue
        allowed = _range(kind, name)
        if not allowed:
            yield f"{where} has no property {name}"
        for one in value if isinstance(value, list) else [value]:
            yield from _faults_of_value(one, allowed, f"{where}/{name}")


def _range(kind: type, name: str) -> set[str]:
    """What a property may be, as the type or one of its supertypes says; empty where none knows it."""
    found = next((str(known[name]) for known in map(get_annotations, kind.__mro__) if name in known), "")
    return set(re.findall(r"\w+", found)) - {"Union", "List", "None"}


def _faults_of_value(value: Any, allowed: set[str], where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from faults(value, where)
        kind = getattr(vocabulary, str(value.get("@type")), object)
        if not any(issubclass(kind, getattr(vocabulary, name, ())) for name in allowed):
            yield f"{where} may not be {kind.__name__}"
    elif isinstance(value, str):
        is_text = bool(allowed & {"str", "URL"})
        if not is_text and not (allowed & {"date", "datetime"} and _DAY.fullmatch(value)):
            yield f"{where} may not be {value!r}"
    elif not allowed & {type(value).__name__, "str"}:
        yield f"{where} may not be {value!r}"
