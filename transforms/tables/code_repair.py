"""Repairs a 项目编码 that OCR read with one wrong character, where its check character leaves one reading only."""

from __future__ import annotations

from dataclasses import replace

from transforms import keys
from transforms.rules import load
from transforms.tables.submission import project_code
from warehouse.schema.records import DocumentRecord, Finding, ProjectRecord


def repaired(code: str) -> str | None:
    """The valid code that a 21-character reading with one wrong character stands for; None where none or several do.

    Candidates put what looks like it (`ocr.toml`) in the place of one character, and no letter where codes have digits.
    A character that no code has is surely wrong, and so is a lone letter where codes have digits: then no other is
    touched. Two characters that no code has are two misreadings.
    """
    if len(code) != keys.CODE_LENGTH or keys.is_valid_code(code):
        return None
    strange = [place for place, character in enumerate(code) if character not in keys.ALPHABET]
    odd = _odd_letters(code)
    if len(strange) > 1:
        return None
    places = strange or (odd if len(odd) == 1 else range(len(code)))
    look_alikes = load("ocr")["code"]["look_alikes"]
    candidates = {
        code[:place] + other + code[place + 1 :] for place in places for other in look_alikes.get(code[place], "")
    }
    valid = [one for one in candidates if keys.is_valid_code(one) and set(_odd_letters(one)) <= set(odd)]
    return valid[0] if len(valid) == 1 else None


def _odd_letters(code: str) -> list[int]:
    """Where letters stand that codes have elsewhere only."""
    places = {place - 1 for place in load("ocr")["code"]["letters_at"]}
    return [place for place, character in enumerate(code) if character.isalpha() and place not in places]


def with_codes_repaired(record: DocumentRecord) -> tuple[DocumentRecord, list[Finding]]:
    """The record with the codes of its projects repaired, and a finding (`project_code_repaired`) for each repair.

    Only what OCR read is repaired: a file that says what is written is right or wrong as it stands.
    """
    projects, findings = [], []
    for seq_no, project in enumerate(record.projects, start=1):
        kept, finding = _project(project, seq_no)
        projects.append(kept)
        findings += [finding] if finding else []
    return replace(record, projects=tuple(projects)) if findings else record, findings


def _project(project: ProjectRecord, seq_no: int) -> tuple[ProjectRecord, Finding | None]:
    if project.code is None or project.code.confidence is None:
        return project, None
    read = project_code(project)
    code = repaired(read) if read else None
    if code is None:
        return project, None
    finding = Finding(
        "project_code_repaired", project.code.source_ref, project.code.text, project=seq_no, details={"code": code}
    )
    return replace(project, code=replace(project.code, text=code)), finding
