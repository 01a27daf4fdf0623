"""The check character of a 项目编码."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.keys import ALPHABET, check_character, is_valid_code

SAMPLES = json.loads((Path(__file__).parents[1] / "documents/samples.json").read_text(encoding="utf-8"))
CODES = [project["code"] for sample in SAMPLES.values() for project in sample["projects"]]


@pytest.mark.parametrize("code", CODES)
def test_a_published_code_has_the_right_check_character(code: str) -> None:
    assert is_valid_code(code)


@pytest.mark.parametrize("position", range(21))
def test_one_misread_character_is_noticed_wherever_it_stands(position: int) -> None:
    code = CODES[0]
    for character in ALPHABET.replace(code[position], ""):
        assert not is_valid_code(code[:position] + character + code[position + 1 :])


@pytest.mark.parametrize(
    "code", ["", "1302", "13020225P00896910001", "13020225P0089691000110", "13020225P00896910001O"]
)
def test_what_is_no_code_is_not_valid(code: str) -> None:
    assert not is_valid_code(code)


def test_a_character_outside_the_alphabet_has_no_check_character() -> None:
    assert check_character("13020225P0089691000I") is None
