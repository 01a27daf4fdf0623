"""Reads Markdown made from a document: headings, paragraphs, and tables in HTML or with cells between tabs or pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from transforms.document import Block, Document, Paragraph
from transforms.readers.captions import numbered
from transforms.readers.hidden import struck_text_note
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.raised import raised
from transforms.readers.text.formulas import has_formulas, without_formulas
from transforms.readers.text.lines_between import joined_runs, rows_of
from transforms.readers.text.pipe_rows import is_gone, with_pipes
from transforms.readers.text.plain import Located, decode, grid_of, lines_of
from transforms.text import WIDE

FORMAT = "markdown"

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*?)[ \t]*#*")
_PIPES = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_LONG_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*")
_PIPES_OF_ROW = 2
_PIPE = re.compile(r"(?<!\\)\|")
_OPENS_TABLE = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_CLOSES_TABLE = re.compile(r"</table\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|font|p|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>([^<>]*)</sup>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_WHOLE = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")
_ESCAPED = re.compile(r"\\([<>~*_#+=.!-])")
"""A sign that Markdown would take for a mark of its own."""
_STRUCK = (
    re.compile(r"(?<![\d~])~~(?=[^\s~])(?P<text>[^|\t~]+)(?<=\S)~~(?!~)"),
    re.compile(r"<(?P<tag>s|del|strike)>(?P<text>[^|\t]*?)</(?P=tag)>", re.IGNORECASE),
)
"""What is struck out within a cell. A range of figures may be written with such a dash too: 5~~10."""
_WRAP = re.compile(f"(?<={WIDE}) +(?={WIDE})")
_SPACES = re.compile(r"[ \xa0]{2,}")


def has_marks(text: str) -> bool:
    """Whether a text has any of the signs that Markdown is told by; one without them is none."""
    return "|" in text or "<" in text or "#" in text


def is_markdown(lines: list[str]) -> bool:
    """Whether lines show Markdown: headings with table rows, the rule under a pipe table's header, a table in HTML, or
    rows that have tags or breaks in their cells."""
    if any("|" in line and _RULE.fullmatch(line) for line in lines) or any(True for _ in _html_tables(lines)):
        return True
    headings = any(line.startswith("#") and _HEADING.fullmatch(line) for line in lines)
    if headings:
        return any(_PIPES.fullmatch(line) or _is_tab_row(line) for line in lines)
    tagged = (line for line in lines if "<" in line)
    return any((_is_tab_row(line) and _TAG.search(line)) or _is_broken_row(line) for line in tagged)


def _is_broken_row(line: str) -> bool:
    """Whether a row between pipes has breaks in its cells, as only Markdown has."""
    return line.count("|") > _PIPES_OF_ROW and _PIPES.fullmatch(line) is not None and _BREAK.search(line) is not None


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a Markdown file. Raises UnreadableDocument where the bytes are no text."""
    return read_lines(lines_of(decode(content)))


def read_lines(lines: list[str]) -> Document:
    blocks: list[Block] = []
    notes: list[str] = []
    struck: list[str] = []
    done = 0
    for start, end in _html_tables(lines):
        blocks += _plain_blocks(lines, done, start, struck)
        found, of_it = _html_blocks(lines, start, end)
        blocks += found
        notes += of_it
        done = end
    blocks += _plain_blocks(lines, done, len(lines), struck)
    return Document(FORMAT, numbered(blocks), notes=(*notes, *struck_text_note(struck)))


def _html_tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Which lines, from and up to, hold a table in HTML: from its opening tag to the tag that closes it; where that is
    missing and there are cells, to the last tag in front of a heading, the next table or the end."""
    start = depth = last = 0
    nests = _closes_each(lines)
    for number, line in enumerate(lines):
        if "<" not in line and not (depth and line[:1] == "#"):
            continue
        opened = len(_OPENS_TABLE.findall(line))
        if depth and _ends_unclosed(line, nests=nests):
            if _has_cells(lines[start : last + 1]):
                yield start, last + 1
            depth = 0
        if opened and not depth:
            start = number
        if opened or depth:
            last = number
            depth = max(0, depth + opened - len(_CLOSES_TABLE.findall(line)))
            if not depth:
                yield start, number + 1
    if depth and _has_cells(lines[start : last + 1]):
        yield start, last + 1


def _closes_each(lines: list[str]) -> bool:
    """Whether as many tables are closed as are opened: a table within another is then one of its cells."""
    tagged = [line for line in lines if "<" in line]
    opened = sum(len(_OPENS_TABLE.findall(line)) for line in tagged)
    return opened <= sum(len(_CLOSES_TABLE.findall(line)) for line in tagged)


def _ends_unclosed(line: str, *, nests: bool) -> bool:
    """Whether a line ends a table that is still open: a heading, or another table where not each of them is closed."""
    if line[:1] == "#":
        return _HEADING.fullmatch(line) is not None
    return not nests and _OPENS_TABLE.match(line.lstrip()) is not None


def _has_cells(lines: list[str]) -> bool:
    return any(_CELL.search(line) for line in lines)


def _html_blocks(lines: list[str], start: int, end: int) -> tuple[list[Block], list[str]]:
    from transforms.readers.html.read import fragment_blocks

    text = "\n".join(lines[start:end])
    return fragment_blocks(without_formulas(text) if has_formulas(text) else text, start + 1)


def _plain_blocks(lines: list[str], start: int, end: int, struck: list[str]) -> list[Block]:
    """The blocks of lines without HTML; grids are not numbered yet. What is struck out is added to `struck`."""
    blocks: list[Block] = []
    part = [_without_struck(line, struck) if "~~" in line or "<" in line else line for line in lines[start:end]]
    if any("|" in line for line in part):
        part = with_pipes(part)
    kept = ((number, line) for number, line in enumerate(part, start=start + 1) if not is_gone(line))
    located = groupby(kept, key=lambda item: _kind(item[1]))
    for kind, found in joined_runs(((kind, list(run)) for kind, run in located), "tabs"):
        rows = _rows(kind, found)
        blocks += [grid_of(0, rows)] if rows else _paragraphs(found)
    return blocks


def _without_struck(line: str, struck: list[str]) -> str:
    for pattern in _STRUCK:
        struck += [found["text"] for found in pattern.finditer(line)]
        line = pattern.sub("", line)
    return line


def _kind(line: str) -> str:
    if _HEADING.fullmatch(line):
        return "text"
    if _PIPES.fullmatch(line):
        return "pipes"
    return "tabs" if "\t" in line.rstrip(" \xa0") and line.strip() else "text"


def _is_tab_row(line: str) -> bool:
    return line.count("\t") > 1 and bool(line.strip()) and bool(line.strip("\t").count("\t"))


def _rows(kind: str, numbered: list[tuple[int, str]]) -> list[list[Located]]:
    """The rows of a run of like lines; none where the run is no table: a contents line has one tab, before the page."""
    if kind == "pipes":
        return [_pipe_cells(number, line) for place, (number, line) in enumerate(numbered) if not _is_rule(place, line)]
    if kind == "tabs" and any(line.count("\t") > 1 for _, line in numbered):
        return rows_of([[(clean(text), number) for text in line.split("\t")] for number, line in numbered])
    return []


def _is_rule(place: int, line: str) -> bool:
    """Whether a line of a pipe table only rules: single dashes do so below the header, elsewhere they are cells."""
    return bool((_RULE if place == 1 else _LONG_RULE).fullmatch(line))


def _pipe_cells(number: int, line: str) -> list[Located]:
    return [(clean(text.replace("\\|", "|")), number) for text in _PIPE.split(line.strip()[1:-1])]


def _paragraphs(numbered: list[tuple[int, str]]) -> list[Paragraph]:
    paragraphs = []
    for number, line in numbered:
        heading = _HEADING.fullmatch(line)
        text = clean(heading["title"] if heading else line)
        paragraphs += [Paragraph(part, line=number) for part in text.split("\n") if part]
    return paragraphs


def clean(text: str) -> str:
    """Text without tags, entities, formulas and emphasis. Chinese runs on over the spaces that the wrapped lines of a
    cell left behind."""
    if has_formulas(text):
        text = without_formulas(text)
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _RAISED.sub(lambda found: raised(found[1]), text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "**" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if "*" in text and (whole := _WHOLE.fullmatch(text.strip())):
        text = whole[1]
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if " " in text or "\xa0" in text:
        text = _SPACES.sub(" ", _WRAP.sub("", text))
    if "\n" not in text:
        return text.strip()
    return "\n".join(part.strip() for part in text.split("\n") if part.strip())
