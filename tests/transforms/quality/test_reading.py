"""What OCR was not sure of says so, value by value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms.normalise import normalise_one
from transforms.quality.reading import reading_findings
from transforms.rules import load
from transforms.tables.confidence import seen_texts
from transforms.tables.submission import Submission
from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
)

LIMIT = load("ocr")["least_confidence"]
SURE, DOUBTFUL = Text("清楚", "page 2", LIMIT), Text("模糊", "page 3", LIMIT - 0.01)


def _told(record: DocumentRecord) -> list[tuple[str | None, str, int | None, int | None]]:
    return [
        (finding.value_text, finding.source_ref, finding.project, finding.indicator)
        for finding in reading_findings(seen_texts(record))
    ]


@pytest.mark.parametrize("text", [SURE, Text("x", "page 1"), Text("", "page 1", 0.1)], ids=["sure", "no OCR", "blank"])
def test_what_is_sure_is_not_told(text: Text) -> None:
    assert _told(DocumentRecord("0", "pdf_scan", "", overall_goal=text)) == []


@pytest.mark.parametrize(
    ("record", "project", "indicator"),
    [
        (DocumentRecord("0", "pdf_scan", "", cover=CoverRecord(stage=DOUBTFUL)), None, None),
        (DocumentRecord("0", "pdf_scan", "", contents=(SURE, DOUBTFUL)), None, None),
        (DocumentRecord("0", "pdf_scan", "", goals=(GoalRecord(SURE, None, DOUBTFUL),)), None, None),
        (DocumentRecord("0", "image", "", projects=(ProjectRecord("", budget=DOUBTFUL),)), 1, None),
        (DocumentRecord("0", "image", "", projects=(ProjectRecord("", further_funds=(SURE, DOUBTFUL)),)), 1, None),
        (
            DocumentRecord("0", "image", "", projects=(ProjectRecord("", plan=(PlanStageRecord(3, DOUBTFUL),)),)),
            1,
            None,
        ),
        (
            DocumentRecord(
                "0",
                "image",
                "",
                projects=(
                    ProjectRecord(""),
                    ProjectRecord("", indicators=(IndicatorRecord(""), IndicatorRecord("", value=DOUBTFUL))),
                ),
            ),
            2,
            2,
        ),
    ],
)
def test_a_doubtful_value_is_told_with_its_place(
    record: DocumentRecord, project: int | None, indicator: int | None
) -> None:
    assert _told(record) == [("模糊", "page 3", project, indicator)]
    assert reading_findings(seen_texts(record))[0].details == {"confidence": f"{DOUBTFUL.confidence:.2f}"}


def test_a_merged_cell_is_told_once() -> None:
    rows = tuple(IndicatorRecord("", level1=DOUBTFUL, value=SURE) for _ in range(3))
    assert _told(DocumentRecord("0", "image", "", projects=(ProjectRecord("", indicators=rows),))) == [
        ("模糊", "page 3", 1, 1)
    ]


def test_it_becomes_an_issue_of_its_indicator() -> None:
    project = ProjectRecord("", indicators=(IndicatorRecord("", level3=SURE, value=DOUBTFUL),))
    record = DocumentRecord("0" * 64, "pdf_scan", "", projects=(project,))
    issues = normalise_one(Submission(record, "a.pdf", datetime(2025, 1, 1, tzinfo=UTC)))["quality_issue"]
    (issue,) = [row for row in issues if row["rule"] == "ocr_low_confidence"]
    assert issue["indicator_key"].endswith("-p001-i001")
    assert f"{DOUBTFUL.confidence:.2f}" in issue["message"]
