"""How the small values are declared that a document consists of by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

__all__ = ["LEFT_OUT", "value_class"]

T = TypeVar("T")

LEFT_OUT = {"left out": True}
"""Metadata of the one field with a default whose value JSON does not tell where it is the default."""

_OF_DATACLASSES = ("__dict__", "__weakref__", "__init__", "__eq__", "__hash__", "__repr__", "__match_args__")

if TYPE_CHECKING:
    from dataclasses import dataclass as value_class
else:

    def value_class(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """`dataclass` as a struct of msgspec, whose values `dataclasses.replace` and `fields` know all the same.

        One is made in a third of the time that a dataclass with slots takes. The garbage collector passes it over where
        it is frozen: what cannot be changed once it is made is part of no circle. Read from JSON, it has no fields but
        those that it declares.
        """
        return lambda kind: _struct(dataclass(kind), frozen=frozen, slots=slots)


def _struct(kind: type[Any], *, frozen: bool, slots: bool) -> type[Any]:
    """A struct with the fields of a dataclass, and all else that its class holds."""
    declared = fields(kind)
    names = {field.name for field in declared}
    held = {name: value for name, value in vars(kind).items() if name not in names and name not in _OF_DATACLASSES}
    return msgspec.defstruct(
        kind.__name__,
        [(field.name, field.type, _default(field)) for field in declared],
        module=kind.__module__,
        namespace=held,
        frozen=frozen,
        dict=not slots,
        gc=not frozen,
        forbid_unknown_fields=True,
        omit_defaults=any(field.metadata == LEFT_OUT for field in declared),
    )


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return msgspec.field(default_factory=field.default_factory)
    return msgspec.NODEFAULT if field.default is MISSING else field.default
