"""The kinds of columns that tables are made of, each with its type, bounds and metadata."""

from __future__ import annotations

import dataframely as dy

DISTRICT = r"^\d{6}$"
PROJECT_CODE = r"^\S{21}$"
RECURRENCES = (
    "day", "week", "ten_days", "month", "quarter", "half_year", "year", "term", "school_year", "batch",
)  # fmt: skip
DIRECTIONS = ("at_least", "at_most", "exactly", "within", "by_date", "qualitative")
UNITS = ("percent", "CNY", "count", "m", "m2", "m3", "kg", "minute", "hour", "day", "workday", "week", "month", "year")


def key(description: str, *, primary: bool = False, nullable: bool = False) -> dy.String:
    return dy.String(primary_key=primary, nullable=nullable, description=description)


def text(description: str, *, regex: str | None = None) -> dy.String:
    return dy.String(nullable=True, regex=regex, description=description)


def choice(description: str, values: tuple[str, ...], *, nullable: bool = False) -> dy.String:
    """A text column with a closed list of values, kept in `metadata` for what is derived from the schema."""
    return dy.String(
        nullable=nullable,
        check={"known": lambda column: column.is_in(values)},
        metadata={"values": list(values)},
        description=description,
    )


def money(description: str) -> dy.Decimal:
    return dy.Decimal(18, 2, nullable=True, description=description)


def bound(description: str) -> dy.Decimal:
    return dy.Decimal(24, 6, nullable=True, description=description)


def percent(description: str) -> dy.Decimal:
    return dy.Decimal(9, 4, nullable=True, description=description)


def district() -> dy.String:
    return text(
        "区划代码（GB/T 2260，6 位）；无法确定时为 NULL | Division code of the district (GB/T 2260, 6 digits); "
        "NULL where the document does not tell",
        regex=DISTRICT,
    )


def year() -> dy.Int16:
    return dy.Int16(
        nullable=True,
        min=1990,
        max=2100,
        description="预算年度；无法确定时为 NULL | Fiscal year of the budget; NULL where the document does not tell",
    )


def department_code() -> dy.String:
    return text(
        "部门编码（单位编码前 3 位）；表中未印编码时为 NULL | Department code, the first 3 digits of the unit code; "
        "NULL where the form prints no codes",
        regex=r"^\d{3}$",
    )


def order(description: str, *, primary: bool = False) -> dy.Int32:
    return dy.Int32(primary_key=primary, min=1, description=description)


def source_ref() -> dy.String:
    return text(
        "原文位置：页或段、表、行、列 | Where it stood in the document: page or block, table, row, column, from 1"
    )


def confidence() -> dy.Decimal:
    return dy.Decimal(
        4,
        3,
        nullable=True,
        min=0,
        max=1,
        description="文字识别的最低置信度（0–1）；非扫描件为 NULL | Lowest confidence of OCR in this row, 0 to 1; NULL where "
        "nothing was read by OCR",
    )
