"""Number formats of workbooks: a cell is read as its format shows it."""

from __future__ import annotations

import pytest

from transforms.readers.xlsx.format import shown


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("0.95", "0%", "95%"), ("0.9049999999999999", "0.0%", "90.5%"), ("84", "0.00", "84.00"),
        ("1234.5", "#,##0.00", "1,234.50"), ("1234567", "#,##0", "1,234,567"), ("-1234.5", "#,##0.00", "-1,234.50"),
        ("56.250000000000007", "General", "56.25"), ("0.30000000000000004", "General", "0.3"), ("112", "General", "112"),
        ("1E-3", "General", "0.001"), ("123456789012345", "General", "123456789012345"), ("-0", "General", "0"),
        ("12345.678", "@", "12345.678"), ("1.005", "0.00", "1.01"), ("2.5", "0", "3"), ("0", "#,##0.00", "0.00"),
        ("0.5", "#.##", ".5"), ("5", "#.##", "5"), ("12.5", "0.##", "12.5"), ("7", "000", "007"),
        ("1.8", '0.00"万元"', "1.80万元"), ("24", '0"人"', "24人"), ("24", "0人", "24人"), ("95", r"0\%", "95%"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"), ("1234.5", "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", "¥1,234.50"),
        ("-5", "0;(0)", "(5)"), ("0", '0;-0;"-"', "-"), ("-5", "[Red]-0.0", "--5.0"), ("12345", "0.0,", "12.3"),
        ("12345678", '0!.0,"万"', "1234.6万"), ("50", '[>=100]"满";[<100]0"分"', "50分"), ("0.25", "# ?/?", "0.25"),
        ("1234567", "0.00E+00", "1234567"), ("3", "General", "3"), ("3", "GENERAL", "3"), ("3", "", "3"), ("3", ";;;", ""), ("0", "0;-0;;@", ""),
        ("1.5", 'General"元"', "1.5元"), ("95", '"≥"General', "≥95"), ("95", r"General\%", "95%"), ("24", 'G/通用格式"人"', "24人"), ("24", "G/通用格式", "24"),
        ("-5", '"约"General"度"', "-约5度"), ("3", "_ General_ ", "3"), ("1234.56", "#,##0.00;[Red]-#,##0.00", "1,234.56"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_format_shows_it(stored: str, code: str, expected: str) -> None:
    assert shown(stored, code).text == expected


@pytest.mark.parametrize(
    ("stored", "code", "is_exact"),
    [("1.8", "0", False), ("1.8", "0.0", True), ("0.955", "0%", False), ("0.95", "0%", True), ("12345", "0.0,", False),
     ("56.250000000000007", "0.00", True), ("5", ";;;", False), ("0", '0;0;"-"', True)],
)  # fmt: skip
def test_a_number_shown_without_its_decimals_is_said_so(stored: str, code: str, is_exact: bool) -> None:  # noqa: FBT001
    assert shown(stored, code).is_exact is is_exact


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("45838", "yyyy/m/d", "2025-06-30"), ("45838", 'yyyy"年"m"月"d"日"', "2025年6月30日"), ("45838", "m/d/yy", "2025-06-30"),
        ("45838", 'yyyy"年"m"月"', "2025年6月"), ("45838", "yyyy年mm月", "2025年06月"), ("45838", "yyyy-mm", "2025-06"),
        ("45838", 'm"月"d"日"', "6月30日"), ("45838", "[$-804]aaaa", "2025-06-30"), ("45838.5", "yyyy/m/d h:mm", "2025-06-30 12:00"),
        ("0.75", "h:mm:ss", "18:00:00"), ("1.5", "[h]:mm", "36:00:00"), ("0.75", 'h"时"mm"分"', "18时00分"),
        ("45838.999999", "yyyy/m/d", "2025-07-01"), ("1", "yyyy/m/d", "1900-01-01"), ("60", "yyyy/m/d", "60"),
        ("-1", "yyyy/m/d", "-1"), ("99999999", "yyyy/m/d", "99999999"), ("45838", "mmm-yy", "2025-06"), ("45838", "d-mmm", "2025-06-30"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_iso_form_or_as_its_chinese_format_shows_it(stored: str, code: str, expected: str) -> None:
    assert shown(stored, code).text == expected


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert shown("44376", "yyyy/m/d", since_1904=True).text == "2025-06-30"
