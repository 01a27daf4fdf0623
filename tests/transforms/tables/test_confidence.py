"""How sure OCR was stands in the rows of what it read, and nowhere else."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from transforms.normalise import Rows, normalise, normalise_one
from transforms.tables.confidence import Seen, seen_texts
from transforms.tables.submission import Submission
from warehouse.schema.records import DocumentRecord, IndicatorRecord, PlanStageRecord, ProjectRecord, Text

PLAIN, SEEN, BLURRED = Text("清楚", "page 1"), Text("看见", "page 2", 0.98), Text("模糊", "page 3", 0.51)
PROJECT = ProjectRecord(
    "page 1",
    name=PLAIN,
    further_funds=(PLAIN, SEEN),
    plan=(PlanStageRecord(3, BLURRED),),
    indicators=(IndicatorRecord("row 1", level3=PLAIN), IndicatorRecord("row 2", level3=SEEN, value=BLURRED)),
)
RECORD = DocumentRecord("0" * 64, "pdf", "pdf-1", contents=(PLAIN, SEEN), projects=(ProjectRecord("page 1"), PROJECT))


def submitted(record: DocumentRecord) -> Submission:
    return Submission(record, "a.pdf", datetime(2025, 1, 1, tzinfo=UTC))


def confidences(rows: Rows, table: str) -> list[Decimal | None]:
    return [row["read_confidence"] for row in rows[table]]


def test_texts_that_ocr_read_come_in_reading_order_with_whose_they_are() -> None:
    assert seen_texts(RECORD) == [Seen(SEEN), Seen(SEEN, 2), Seen(BLURRED, 2), Seen(SEEN, 2, 2), Seen(BLURRED, 2, 2)]


def test_a_row_says_how_sure_its_least_certain_own_text_is() -> None:
    rows = normalise_one(submitted(RECORD))

    assert confidences(rows, "project") == [None, Decimal("0.980")]
    assert confidences(rows, "indicator") == [None, Decimal("0.510")]


def test_rows_of_what_no_ocr_read_say_nothing_of_it() -> None:
    indicators = (IndicatorRecord("row 1", level3=PLAIN, value=PLAIN),)
    record = replace(RECORD, contents=(), projects=(ProjectRecord("page 1", name=PLAIN, indicators=indicators),))
    rows = normalise_one(submitted(record))

    assert seen_texts(record) == []
    assert (confidences(rows, "project"), confidences(rows, "indicator")) == ([None], [None])


def test_the_collector_looks_again_after_documents_were_normalised() -> None:
    assert len(normalise([submitted(RECORD)] * 2)["document"]) == 2
    assert gc.isenabled()
