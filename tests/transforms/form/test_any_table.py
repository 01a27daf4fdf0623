"""Tables of any kind: forms as offices lay them out, with rows and cells moved, lost, doubled and taken from each other."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.form.drawings import drawn
from transforms.extract import document_record

SPECS = Path(__file__).parents[2] / "specs" / "forms.toml"
LAYOUTS = [form["layout"].strip("\n").split("\n") for form in tomllib.loads(SPECS.read_text(encoding="utf-8"))["form"]]
LINES = sorted(set(chain.from_iterable(LAYOUTS)))
TEXTS = sorted({text.strip() for line in LINES if not line.startswith("#") for text in line.split("|")})
MORE = [
    "",
    "<",
    "^",
    "3月底25%，6月底50%",
    "3月底",
    "全年",
    "第三季度",
    "25%",
    "1.2万元",
    "按进度支付",
    "①甲；②乙",
    "合计",
    "小计",
]


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """A form of the specs after up to eight changes."""
    lines = list(draw(st.sampled_from(LAYOUTS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["cell", "cell", "cell", "line", "lose", "double", "move"])):
            case "cell" if not lines[at].startswith("#"):
                cells = lines[at].split("|")
                cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(TEXTS) | st.sampled_from(MORE))
                lines[at] = " | ".join(cells)
            case "line":
                lines.insert(at, draw(st.sampled_from(LINES)))
            case "lose" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(at, lines.pop(draw(st.integers(0, len(lines) - 1))))
            case _:
                pass
    return "\n".join(lines)


@given(layouts())
def test_no_table_breaks_the_reading_of_forms(layout: str) -> None:
    assert document_record(drawn(layout), "0" * 64).reader
