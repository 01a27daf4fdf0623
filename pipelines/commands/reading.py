"""Commands that read one thing and print it: a document, a value."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from pipelines.commands.shared import SOME_QUARANTINED, Passwords, checked_passwords, openable
from pipelines.settings import passwords_in

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value


def extract(
    file: Annotated[
        Path, Parameter(help="A document: .docx, .doc, .pdf, .xlsx, .html, .txt, .md, or a scan (.pdf, .png, .jpg)")
    ],
    /,
    *,
    password_file: Passwords = None,
) -> int:
    """Print what was read from one document, verbatim, with where each value stood, as JSON.

    Exit code 3 where the document cannot be used; "findings" says why.
    """
    from pipelines.reading import read_one
    from transforms.quality.document import document_findings
    from transforms.quality.findings import message, quarantines

    passwords = passwords_in(checked_passwords(password_file))
    record = read_one(openable(file), passwords)
    print(record.to_json(indent=2))
    reason = quarantines([*record.findings, *document_findings(record)])
    if reason:
        print(f"{file}: {message(reason)}", file=sys.stderr)
    return SOME_QUARANTINED if reason else 0


def value(
    text: Annotated[
        str,
        Parameter(allow_leading_hyphen=True, help="An indicator value as written, such as '≥95%' or '3860元/月/人'"),
    ],
    /,
    *,
    level2: Annotated[str | None, Parameter(help="The 二级指标 it stands under, such as 成本指标")] = None,
    unit: Annotated[str | None, Parameter(help="Its unit where a column of its own (度量单位) says it")] = None,
    year: Annotated[int | None, Parameter(help="The fiscal year, for deadlines without one")] = None,
    level1: Annotated[str | None, Parameter(help="The 一级指标 it stands under")] = None,
    name: Annotated[
        str | None, Parameter(help="What is measured (三级指标): a unit in its brackets, and whether more is better")
    ] = None,
    explain: Annotated[bool, Parameter(help="Say in Chinese how it was read, for people", negative="")] = False,
) -> int:
    """Print what one indicator value means, and the rule that read it, as JSON."""

    from transforms.quantity.direction import more_is_better
    from transforms.quantity.named import read_named

    found = read_named(text, name=name, level2=level2, unit=unit, year=year)
    if name or level1:
        found = found._replace(more_is_better=more_is_better(found, level1=level1, level2=level2, name=name))
    if explain:
        from transforms.quantity.explain import explain as explained

        print(explained(text, found, level2=level2, year=year))
    else:
        print(json.dumps(_told(text, found), ensure_ascii=False, indent=2))
    return 0


def _told(text: str, value: Value) -> dict[str, object]:
    """A value as JSON: its columns, its issues, where its words stood, and every bound where there are several."""
    from transforms.quantity.meaning import value_columns
    from transforms.quantity.value import stated_bounds

    columns = {name: _plain(item) for name, item in value_columns(value).items()}
    beside: dict[str, object] = {"issues": list(value.issues), "span": value.span and list(value.span)}
    if value.bounds:
        beside["bounds"] = [
            {"bound_name": bound.name or None, "bound_text": bound.value_text}
            | {name: _plain(item) for name, item in value_columns(bound.value).items()}
            for bound in stated_bounds(text, value)
        ]
    return {**columns, **beside}


def _plain(item: object) -> object:
    """A JSON value; numbers stay exact and without trailing zeros."""
    from datetime import date
    from decimal import Decimal

    if isinstance(item, Decimal):
        return int(item) if item == item.to_integral_value() else float(item)
    return item.isoformat() if isinstance(item, date) else item
