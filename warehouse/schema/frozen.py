"""How the small values are declared that a document consists of by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

__all__ = ["value_class"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass as value_class
else:

    def value_class(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """`dataclass` whose values are frozen to the type checker, which sees every assignment, and not at run time:
        there a frozen one takes five times as long to make."""
        return dataclass(slots=slots, unsafe_hash=frozen)
