"""Opening any file: the right reader for its bytes, and one kind of error for everything else."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import docx, p, pdf, ruled, tbl, tc

from transforms.document import UnreadableDocument
from transforms.readers.open import open_document, reader_for

RAW = Path(__file__).parents[3] / "data/raw"
SAMPLES = sorted(RAW.rglob("*.txt"))
DUMP = "第一部分\n\t项目编码\n\t1\n\n\t预算数\n\t2\n\n\n"
MARKDOWN = "# 标题\n\n项目\t1\t2\n预算\t3\t4\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCX = docx(p("文字") + tbl([tc(p("a")), tc(p("b"))]))
PDF = pdf((ruled([50, 150, 250], [300, 350]), [(55, 320, "甲"), (155, 320, "乙")]))


def zipped(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        (DUMP.encode(), "text-8"),
        (DUMP.encode("utf-8-sig"), "text-8"),
        (DUMP.encode("utf-16"), "text-8"),
        (b"\xfe\xff" + DUMP.encode("utf-16-be"), "text-8"),
        (DUMP.encode("gb18030"), "text-8"),
        (DUMP.replace("\n", "\r\n").encode(), "text-8"),
        (MARKDOWN.encode(), "markdown-7"),
        (DOCX, "docx-9"),
        (PDF, "pdf-8"),
    ],
)
@pytest.mark.parametrize("file_name", ["x", "wrong.pdf", "wrong.docx"])
def test_content_decides_the_reader(content: bytes, reader: str, file_name: str) -> None:
    assert reader_for(content, file_name).id == reader
    document = open_document(content, file_name)
    assert document.reader == reader
    assert len(document.grids) == 1


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "document_empty"),
        (b" \n\t\n", "document_empty"),
        (docx(""), "document_empty"),
        (OLE, "document_damaged"),
        (zipped("xl/workbook.xml"), "document_damaged"),
        (zipped("读我.txt"), "format_unsupported"),
        (b"GIF89a", "format_unsupported"),
        (bytes(range(256)), "format_unsupported"),
        (b"\n<!DOCTYPE html><p></p>", "document_empty"),
        (zipped("word/document.xml"), "document_damaged"),
        (DOCX[:200], "document_damaged"),
        (PDF[:60], "document_damaged"),
        (("预算绩效" * 100).encode()[:-1], "document_damaged"),
        (("预算绩效" * 100).encode("utf-16")[:-1], "document_damaged"),
    ],
)
def test_what_cannot_be_read_says_why_in_both_languages(content: bytes, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x")
    assert caught.value.rule == rule
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.message)
    assert any(sign.isascii() and sign.isalpha() for sign in caught.value.message)


def test_an_external_entity_is_never_fetched() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "word/document.xml":
                text = f"<!DOCTYPE x [<!ENTITY e SYSTEM '{Path(__file__).as_uri()}'>]>" + text.replace(
                    "文字", "文字&e;"
                )
            target.writestr(name, text)
    assert "hypothesis" not in str(open_document(content.getvalue(), "x.docx"))


def read_or_refuse(content: bytes) -> None:
    try:
        document = open_document(content, "x")
    except UnreadableDocument as error:
        assert error.rule in {  # noqa: PT017 - both outcomes are right, a third is not
            "document_empty", "document_damaged", "document_encrypted", "format_unsupported", "ocr_missing",
        }  # fmt: skip
    else:
        assert document.blocks


@pytest.mark.parametrize(
    "original", [DOCX, PDF, DUMP.encode(), MARKDOWN.encode()], ids=["docx", "pdf", "text", "markdown"]
)
def test_damaged_files_are_read_or_refused(original: bytes) -> None:
    chance = random.Random(20)  # noqa: S311
    for _ in range(150):
        content = bytearray(original)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        read_or_refuse(bytes(content[: chance.randint(len(content) // 2, len(content))]))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(alphabet="\t\n |#-甲 1\xa0[", max_size=120).map(str.encode)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refuse(content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_every_indicator_row_of_a_sample_is_whole(path: Path) -> None:
    document = open_document(path.read_bytes(), path.name)
    indicators = 0
    for grid in document.grids:
        rows = [[cell.text for cell in row] for row in grid.rows()]
        header = next((number for number, row in enumerate(rows) if row[0] == "一级指标"), len(rows))
        for row in rows[header:]:
            assert len(row) == (7 if document.format == "markdown" else 6)
            assert all(row[2:6])
        indicators += max(0, len(rows) - header - 1)
    assert indicators == {"000": 33, "001": 56, "002": 21, "003": 122, "004": 77}[path.name[:3]]
