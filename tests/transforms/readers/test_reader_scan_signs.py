"""Recognised characters become what was written: lost signs, padding, and readings that are known as doubtful."""

from __future__ import annotations

import pytest

from transforms.readers.scan.signs import Sign, as_written
from transforms.rules import load


def _written(text: str, confidence: float = 0.99) -> list[Sign]:
    return as_written([Sign(sign, 10.0 * number, confidence) for number, sign in enumerate(text)])


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("≥95%0", "≥95‰"),
        ("3%o以内", "3‰以内"),
        ("95%", "95%"),
        ("土5分", "±5分"),
        ("黄土5吨", "黄土5吨"),
        ("≧3次", "≥3次"),
        ("⩽12月", "≤12月"),
        ("绩效自标", "绩效目标"),
        ("自标明确", "自标明确"),
        ("绩效指标描还", "绩效指标描述"),
        ("绩效扣标描述", "绩效指标描述"),
        ("招标成本", "招标成本"),
        ("《关干加强管理的通知》", "《关于加强管理的通知》"),
        ("关丁加强管理", "关于加强管理"),
        ("机关干部", "机关干部"),
        (" ≥ 1 次 ", "≥1次"),
        ("Wi Fi", "WiFi"),
        ("big data", "big data"),
        ("13020725P 0041", "13020725P0041"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_line_is_what_was_written(read: str, written: str) -> None:
    assert "".join(sign.text for sign in _written(read)) == written


def test_a_sign_put_for_two_stands_between_them_and_is_as_sure_as_the_less_sure() -> None:
    signs = as_written([Sign("5", 0.0, 0.9), Sign("%", 10.0, 0.8), Sign("0", 20.0, 0.7)])
    assert signs == [Sign("5", 0.0, 0.9), Sign("‰", 15.0, 0.7)]


@pytest.mark.parametrize(("read", "is_doubtful"), [("500m", True), ("500m2", False), ("500米", False), ("5cm", False)])
def test_a_metre_may_have_lost_its_square(read: str, is_doubtful: bool) -> None:  # noqa: FBT001
    least = min(sign.confidence for sign in _written(read))
    assert (least < load("ocr")["least_confidence"]) is is_doubtful


@pytest.mark.parametrize(
    ("first", "again", "settled"),
    [
        ([("5", 0.9), ("‰", 0.8)], [("5", 0.99), ("%", 0.99)], [("5", 0.8), ("%", 0.8)]),
        ([("5", 0.9), ("%", 0.8), ("。", 0.8)], [("5", 0.99), ("%", 0.99)], [("5", 0.9), ("%", 0.8), ("。", 0.8)]),
        ([("5", 0.9), ("%", 0.9), ("6", 0.5)], [("5", 0.99), ("%", 0.99)], [("5", 0.5), ("%", 0.5)]),
        ([("5", 0.8)], [("5", 0.9)], [("5", 0.9)]),
        ([("5", 0.8)], [("6", 0.7)], [("5", 0.8)]),
        ([], [("5", 0.7)], [("5", 0.0)]),
    ],
    ids=["differs", "leaves out", "leaves out what was doubtful", "agrees", "less sure", "nothing at first"],
)
def test_a_second_look_counts_where_it_is_surer_and_stays_doubtful_where_it_differs(
    first: list[tuple[str, float]], again: list[tuple[str, float]], settled: list[tuple[str, float]]
) -> None:
    pytest.importorskip("cv2", reason="make ocr")
    from transforms.readers.scan.page import _settled

    def signs(of: list[tuple[str, float]]) -> list[Sign]:
        return [Sign(text, 0.0, confidence) for text, confidence in of]

    assert _settled(signs(first), signs(again)) == signs(settled)
