"""From records to star rows and findings: the second half of the way. Pure; reads no file, knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from transforms.collector import collector_paused
from transforms.extract import failed_record
from transforms.quality.cost import cost_findings
from transforms.quality.document import document_findings
from transforms.quality.findings import issue_rows, message, quarantines
from transforms.quality.indicator import indicator_findings
from transforms.quality.project import project_findings
from transforms.quality.reading import reading_findings
from transforms.tables.code_repair import with_codes_repaired
from transforms.tables.confidence import add_confidence, seen_texts
from transforms.tables.department import department_rows
from transforms.tables.goal import goal_rows
from transforms.tables.indicator import bound_rows, indicator_row
from transforms.tables.plan import plan_findings, plan_rows, read_stages
from transforms.tables.project import project_row
from transforms.tables.submission import Identity, Submission, identify
from warehouse.schema.records import Finding, ProjectRecord

TABLES = (
    "document", "department", "project", "indicator", "indicator_bound", "disbursement_plan", "department_goal",
    "department_indicator", "quality_issue",
)  # fmt: skip

Rows = dict[str, list[dict[str, Any]]]


def normalise(submissions: Iterable[Submission]) -> Rows:
    """Star rows by table (staged: see `warehouse/schema/staged.py`) of any number of documents, in their order."""
    rows: Rows = {table: [] for table in TABLES}
    with collector_paused():
        for submission in submissions:
            for table, more in normalise_one(submission).items():
                rows[table] += more
    return rows


def normalise_one(submission: Submission) -> Rows:
    """Star rows of one document. A quarantined one gives its document row and the issues that say why; so does one that
    this program fails to make rows of."""
    try:
        return _rows(submission)
    except MemoryError:
        raise
    except Exception as error:  # a fault of this program's own: one document fails and no build
        record = submission.record
        return _rows(replace(submission, record=failed_record(record.sha256, error, record.format)))


def _rows(submission: Submission) -> Rows:
    rows: Rows = {table: [] for table in TABLES}
    record, repairs = with_codes_repaired(submission.record)
    submission = replace(submission, record=record)
    identity = identify(submission)
    findings = [*record.findings, *document_findings(record)]
    reason = quarantines(findings)
    if submission.also_at:
        findings.append(Finding("document_repeated", details={"paths": ", ".join(submission.also_at)}))
    if reason is None:
        seen = seen_texts(record)
        findings += [*identity.findings, *repairs, *reading_findings(seen)]
        for seq_no, project in enumerate(submission.record.projects, start=1):
            findings += _project(rows, submission, identity, project, seq_no)
        if seen:
            add_confidence(rows["project"], rows["indicator"], record.projects)
        rows["department"] = department_rows(rows["project"])
        rows["department_goal"], rows["department_indicator"] = goal_rows(submission, identity)
    rows["document"] = [_document_row(submission, identity, reason, len(rows["project"]))]
    rows["quality_issue"] = issue_rows(submission.key, findings)
    return rows


def _project(
    rows: Rows, submission: Submission, identity: Identity, project: ProjectRecord, seq_no: int
) -> list[Finding]:
    row, money_findings = project_row(submission, identity, project, seq_no)
    stages, stage_findings = read_stages(project.plan, project.plan_unit) if project.plan else ([], [])
    plan = plan_rows(
        stages,
        project_key=row["project_key"],
        district_code=identity.district_code,
        fiscal_year=identity.fiscal_year,
        budget_cny=row["budget_cny"],
    )
    indicators, value_findings = [], []
    for number, record in enumerate(project.indicators, start=1):
        indicator, meant = indicator_row(identity, row["project_key"], record, number)
        indicators.append(indicator)
        rows["indicator_bound"] += bound_rows(indicator, meant)
        value_findings += indicator_findings(indicator, meant.value, project=seq_no, seq_no=number)
    rows["project"].append(row)
    rows["disbursement_plan"] += plan
    rows["indicator"] += indicators
    own = chain(money_findings, stage_findings, [] if project.plan_unit else plan_findings(stages))
    return [
        *project_findings(identity, project, row, seq_no),
        *(finding.of_project(seq_no, project.source_ref) for finding in own),
        *cost_findings(row, indicators, seq_no),
        *value_findings,
    ]


def _document_row(
    submission: Submission, identity: Identity, reason: Finding | None, project_count: int
) -> dict[str, Any]:
    record = submission.record
    return {
        "document_key": submission.key,
        "file_name": submission.file_path.rsplit("/", 1)[-1],
        "file_path": submission.file_path,
        "format": record.format,
        "sha256": record.sha256,
        "district_code": identity.district_code,
        "fiscal_year": identity.fiscal_year,
        "department_code": identity.department_code,
        "department_name": identity.department_name,
        "stage": identity.stage,
        "status": "quarantined" if reason else "loaded",
        "error": message(reason) if reason else None,
        "page_count": record.page_count,
        "project_count": project_count,
        "received_at": submission.received_at,
        "reader": record.reader,
    }
