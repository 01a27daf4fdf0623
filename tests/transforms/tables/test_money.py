"""Money as printed becomes yuan, exactly; what is no amount is not guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transforms.tables.money import money_factor, read_money
from warehouse.schema.records import Text


def text(written: str) -> Text:
    return Text(written, "row 3")


@pytest.mark.parametrize(
    ("written", "unit", "yuan"),
    [
        ("3.60", "单位：万元", "36000.00"),
        ("17.92", "单位:万元", "179200.00"),
        ("1,234.56", "金额单位：元", "1234.56"),
        ("１２．５", "单位：万元", "125000.00"),
        ("12.5万元", "单位：元", "125000.00"),
        ("2", "单位：亿元", "200000000.00"),
        ("0", "单位：万元", "0.00"),
        ("0.00004", "单位：万元", "0.40"),
        ("-3", "单位：万元", "-30000.00"),
        ("\u22123.50", "单位：万元", "-35000.00"),
        ("￥1,200.00", "单位：元", "1200.00"),
        ("30万", "单位：元", "300000.00"),
        ("640万（道路300万元，水渠340万元）", "单位：元", "6400000.00"),
        ("640（道路300，水渠340）", "单位：万元", "6400000.00"),
        ("12.5（万元）", "单位：元", "125000.00"),
        ("1000000（单位：元）", "单位：万元", "1000000.00"),
        ("12.5（人民币万元）", "单位：元", "125000.00"),
        ("640万（道路300万元，每公里50万元）", "单位：元", "6400000.00"),
        ("1,234,\n567.00", "单位：元", "1234567.00"),
        ("1234.\n50", "单位：元", "1234.50"),
        ("100\n万元", "单位：元", "1000000.00"),
        ("1 2 3 . 4 5", "单位：万元", "1234500.00"),
        ("0", "单位：个", "0.00"),
        ("0.00", "单位：个", "0.00"),
    ],
)
def test_an_amount_is_read_in_its_unit(written: str, unit: str, yuan: str) -> None:
    assert read_money(text(written), money_factor(text(unit))) == Decimal(yuan)


@pytest.mark.parametrize("written", ["", " ", "\xa0", "/", "—", "无"])
def test_a_blank_cell_is_null_and_not_zero(written: str) -> None:
    assert read_money(text(written), Decimal(10_000)) is None


@pytest.mark.parametrize(
    ("written", "factor"),
    [
        ("3.60", None),
        ("640（道路300）", None),
        ("640(300)", Decimal(1)),
        ("640（调整为600）", Decimal(1)),
        ("640万元（追加40万元）", Decimal(1)),
        ("约3万", Decimal(1)),
        ("100①", Decimal(1)),
        ("100²", Decimal(1)),
        ("100（美元）", Decimal(1)),
        ("100（百万元）", Decimal(1)),
        ("100（元/人）", Decimal(1)),
        ("100（每年）", Decimal(1)),
        ("100\n200", Decimal(1)),
        ("100 200", Decimal(1)),
        ("1 234 567.00", Decimal(1)),
        ("1\n2", Decimal(1)),
        ("3.6.0", Decimal(1)),
        ("1,23", Decimal(1)),
        ("x", Decimal(1)),
    ],
)
def test_what_is_no_amount_or_has_no_unit_is_refused(written: str, factor: Decimal | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_money(text(written), factor)


def test_a_form_that_prints_no_unit_has_no_factor() -> None:
    assert money_factor(text("单位：个")) is None
    assert money_factor(None) is None
