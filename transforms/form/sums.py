"""Rows of a listing that are called like the office whose projects they add up: known by their amount alone."""

from __future__ import annotations

from decimal import Decimal

from transforms.form.draft import Draft
from transforms.form.labels import match
from transforms.text import fold

_SEVERAL = 2


def without_sums(drafts: list[Draft]) -> list[Draft]:
    """The drafts without the offices among them that are the sum of the projects listed behind them.

    Such a row has a name and amounts and neither goal nor indicators; its amount is that of all projects up to the next
    such row or the end of the listing. Projects beneath it that name no unit are that office's. A row with such an amount
    and another name may be a project: it stays one, with a finding.
    """
    sums = {
        number: beneath for number, draft in enumerate(drafts) if (beneath := _added_up_by(draft, drafts[number + 1 :]))
    }
    offices = [number for number in sums if match("office_row", drafts[number].fields["name"].text)]
    for number, beneath in sums.items():
        row = drafts[number]
        name, amount = row.fields["name"], row.fields["budget"]
        told = f"{name.text} | {amount.text}"
        if number in offices:
            beneath[0].findings += row.findings
            beneath[0].report("subtotal_row", name.source_ref, told)
        elif len(beneath) >= _SEVERAL:
            row.report("subtotal_suspected", name.source_ref, told)
    for number in reversed(offices):  # the nearest office above a project is its own
        for project in sums[number]:
            if not project.says("unit"):
                project.fields["unit"] = drafts[number].fields["name"]
    return [draft for number, draft in enumerate(drafts) if number not in offices]


def _added_up_by(row: Draft, following: list[Draft]) -> list[Draft]:
    """The projects whose amounts a row's is the sum of; none where it is not."""
    wanted = _amount(row) if row.is_bare() and row.says("name") else None
    if wanted is None:
        return []
    beneath: list[Draft] = []
    total = Decimal()
    for draft, after in zip(following, [*following[1:], None], strict=False):
        if draft.is_bare():
            continue
        amount = _amount(draft)
        if amount is None or not draft.in_listing:
            break
        beneath.append(draft)
        total += amount
        if total == wanted and (after is None or after.is_bare() or not after.in_listing):
            return beneath
    return []


def _amount(draft: Draft) -> Decimal | None:
    """The budget as a plain figure, without a unit of its own."""
    text = fold(draft.fields["budget"].text).replace(",", "") if draft.says("budget") else ""
    return Decimal(text) if match("amount", text) and text[-1].isdigit() else None
