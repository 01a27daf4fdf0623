"""Puts into a Word document's text what only the looks of it say: raised figures, bounds that are underlined, fractions,
what is struck out, and what is a control's prompt.

ECMA-376 part 1: `vertAlign` (17.3.2.42), `u` (17.3.2.40), `strike` and `dstrike` (17.3.2.37, 17.3.2.9); `f`, `sSup` (22.1.2.36, 22.1.2.105);
`showingPlcHdr` (17.5.2.39).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from transforms.readers.docx.hidden import is_on
from transforms.readers.hidden import struck_text_note
from transforms.readers.packages import MATH, namespace_of
from transforms.readers.raised import raised
from transforms.readers.symbols import UNREAD, UNREAD_OBJECT
from transforms.readers.underlined import bound_drawn_as

_EMBEDDED = "{urn:schemas-microsoft-com:office:office}OLEObject"
SAYING = ("vertAlign", "strike", "dstrike"), (f"{MATH}f", f"{MATH}sup", _EMBEDDED)
"""The elements that say such looks, of Word's own names and of formulas."""
_PROMPT = re.compile("单击|点击|输入|选择|click|choose|enter", re.IGNORECASE)
"""What a content control says while it is empty. Programs that fill it in may leave it marked as that."""

_UNDERLINED = re.compile(
    rb'<w:u (?!w:val="none")[^<>]*/>(?:<(?!/w:r>)[^<>]*>)*(?:&[gl]t;|%b|%b)</w:t>' % ("＞".encode(), "＜".encode())
)


def names_underlined(properties: bytes) -> bool:
    """Whether properties may underline what they are of."""
    return b"<w:u " in properties


def names_underlined_bounds(xml: bytes) -> bool:
    """Whether a part has > or < alone in a run that may be underlined."""
    return _UNDERLINED.search(xml) is not None


def names_prompts(xml: bytes) -> bool:
    """Whether a part has controls that are marked as empty. Hardly any has."""
    return b"<w:showingPlcHdr" in xml


def put_looks(root: etree._Element) -> tuple[str, ...]:
    """Writes raised figures, underlined bounds and fractions as text, puts a sign where an object stands, and removes prompts
    and what is struck out; the notes of what was not read."""
    names = namespace_of(root)
    for text in _raised_texts(root, names):
        text.text = raised(text.text or "")
    for text, bound in _underlined_bounds(root, names):
        text.text = bound
    for fraction in list(root.iter(MATH + "f")):
        _write_fraction(fraction)
    for prompt in list(root.iter(names + "showingPlcHdr")):
        _take_out_prompt(prompt, names)
    embedded = list(root.iter(_EMBEDDED))
    for item in embedded:
        _put_sign(item, names)
    return (*((UNREAD_OBJECT,) if embedded else ()), *struck_text_note(_take_out_struck(root, names)))


def _raised_texts(root: etree._Element, names: str) -> Iterator[etree._Element]:
    for mark in root.iter(names + "vertAlign"):
        run = _run_of(mark, names)
        if run is not None and mark.get(names + "val") == "superscript":
            yield from run.iter(names + "t")
    for above in root.iter(MATH + "sup"):
        yield from above.iter(MATH + "t")


def _underlined_bounds(root: etree._Element, names: str) -> Iterator[tuple[etree._Element, str]]:
    """The texts that are a sign alone with a line beneath it and nothing beside it, each with the bound that it draws."""
    drawn = []
    for mark in root.iter(names + "u"):
        run = _run_of(mark, names)
        if run is None or not _is_underlined(run, names):
            continue
        first, *others = [*run.iter(names + "t"), None]
        bound = bound_drawn_as(first.text or "") if first is not None and others == [None] else None
        if first is not None and bound:
            drawn.append((run, first, bound))
    beside = _runs_beside(root, names) if drawn else {}
    for run, text, bound in drawn:
        if not any(_is_underlined(one, names) for one in beside.get(run, ())):
            yield text, bound


def _runs_beside(root: etree._Element, names: str) -> dict[etree._Element, list[etree._Element]]:
    """The runs with text right in front of each and behind it in its paragraph, whatever they are inserted by."""
    beside: dict[etree._Element, list[etree._Element]] = {}
    before = of_paragraph = None
    for run in root.iter(names + "r"):
        if not any(text.text for text in run.iter(names + "t")):
            continue
        paragraph = next(run.iterancestors(names + "p"), None)
        beside[run] = []
        if before is not None and paragraph is of_paragraph:
            beside[run].append(before)
            beside[before].append(run)
        before, of_paragraph = run, paragraph
    return beside


def _is_underlined(run: etree._Element, names: str) -> bool:
    mark = run.find(f"{names}rPr/{names}u")
    return mark is not None and mark.get(names + "val", "none") != "none"


def _write_fraction(fraction: etree._Element) -> None:
    """1 above 2 is 1/2."""
    first = next(fraction.iterfind(f"{MATH}num//{MATH}t"), None)
    below = next(fraction.iterfind(f"{MATH}den//{MATH}t"), None)
    if first is not None and below is not None:
        below.text = "/" + (below.text or "")


def _put_sign(item: etree._Element, names: str) -> None:
    """Puts a sign of its own in the place of an object of another program: only its picture is in the document."""
    place = next(item.iterancestors(names + "object", names + "pict"), None)
    if place is not None:
        sign = place.makeelement(names + "t")
        sign.text = UNREAD
        place.addnext(sign)


def _take_out_prompt(prompt: etree._Element, names: str) -> None:
    control = next(prompt.iterancestors(names + "sdt"), None)
    content = None if control is None else control.find(names + "sdtContent")
    texts = [] if content is None else list(content.iter(names + "t"))
    if _PROMPT.search("".join(text.text or "" for text in texts)):
        for text in texts:
            text.text = ""


def _take_out_struck(root: etree._Element, names: str) -> list[str]:
    struck = []
    for mark in list(root.iter(names + "strike", names + "dstrike")):
        run = _run_of(mark, names)
        parent = None if run is None else run.getparent()
        if run is not None and parent is not None and is_on(mark.get(names + "val")):
            struck.append("".join(text.text or "" for text in run.iter(names + "t")))
            parent.remove(run)
    return [text for text in struck if text.strip()]


def _run_of(mark: etree._Element, names: str) -> etree._Element | None:
    """The run that a property is of, where it is one's."""
    properties = mark.getparent()
    run = None if properties is None or properties.tag != names + "rPr" else properties.getparent()
    return run if run is not None and run.tag == names + "r" else None
