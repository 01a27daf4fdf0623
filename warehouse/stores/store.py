"""What a lake asks of where its files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb


class StoreUnusable(Exception):
    """The storage cannot be used. The message says what to do."""


class Entry(NamedTuple):
    """A file as a listing shows it: bytes, and a stamp that changes whenever it is written anew."""

    size: int
    stamp: str


class Store(Protocol):
    """Files by name, a path relative to the store with slashes. Each is whole or absent, whatever crashes meanwhile."""

    address: str
    """What `stores.opening` opens this store by, on any machine that can reach it."""

    def read(self, name: str) -> bytes:
        """What a file holds. Raises FileNotFoundError."""

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, in the place of one that is there."""

    def write_lasting(self, files: Mapping[str, bytes]) -> None:
        """Writes files that outlive a power cut from when this returns."""

    def exists(self, name: str) -> bool:
        """Whether the file is there."""

    def listing(self, folder: str) -> dict[str, Entry]:
        """Every file below a folder, by name, in order; nothing that is still being written."""

    def folders(self, folder: str) -> list[str]:
        """The names of the folders right in this one, without it, in order."""

    def remove(self, names: Iterable[str]) -> None:
        """Removes these files; those that are not there are gone already."""

    def remove_folder(self, folder: str) -> None:
        """Removes a folder and all below it."""

    def clear_leftovers(self) -> None:
        """Removes what crashed processes were writing; what running ones are at stays."""

    def location(self, name: str) -> str:
        """How Polars and DuckDB are told of the file."""

    @property
    def polars_options(self) -> dict[str, str] | None:
        """What Polars needs besides, to read and write there (`storage_options`)."""

    def let_read(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes a DuckDB connection able to read the store's locations."""
