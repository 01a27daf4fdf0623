"""Takes out of a Word document's XML the text that is formatted as hidden: it is neither shown nor printed.

ECMA-376 part 1: `vanish` (17.3.2.41) is a switch of a run, which its styles may set too; where the styles of its
paragraph and of its characters both do, they undo each other (17.7.3). A paragraph mark that is hidden hides no text.
"""

from __future__ import annotations

from lxml import etree

from transforms.readers.packages import MATH, namespace_of, xml_root

_OFF = ("0", "false", "off")


def names_hidden(xml: bytes) -> bool:
    """Whether a part has text that may be hidden. Hardly any has."""
    return b"vanish" in xml


def hidden_styles(xml: bytes) -> frozenset[str]:
    """The styles, by their ids, whose text is hidden; `xml` is that of the part that declares them."""
    if not names_hidden(xml):
        return frozenset()
    root = xml_root(xml)
    names = namespace_of(root)
    styles = {style.get(f"{names}styleId"): style for style in root.iter(f"{names}style")}
    return frozenset(str(name) for name in styles if name and _hides(name, styles, names))


def _hides(name: str | None, styles: dict[str | None, etree._Element], names: str) -> bool:
    """Whether a style, or the nearest of those that it is based on which says anything of it, hides its text."""
    for _ in styles:
        style = styles.get(name)
        if style is None:
            return False
        said = _switch(style.find(f"{names}rPr/{names}vanish"), names)
        if said is not None:
            return said
        based_on = style.find(f"{names}basedOn")
        name = None if based_on is None else based_on.get(f"{names}val")
    return False


def take_out_hidden(root: etree._Element, styles: frozenset[str]) -> list[str]:
    """Removes the runs that are hidden, by themselves or by styles with these ids; the texts that were in them."""
    names = namespace_of(root)
    hidden = [run for run in root.iter(f"{names}r", f"{MATH}r") if _is_hidden(run, names, styles)]
    texts = ["".join(text.text or "" for text in run.iter("{*}t")) for run in hidden]
    for run in hidden:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
    return [text for text in texts if text.strip()]


def _is_hidden(run: etree._Element, names: str, styles: frozenset[str]) -> bool:
    said = _switch(run.find(f"{names}rPr/{names}vanish"), names)
    if said is not None or not styles:
        return bool(said)
    paragraph = next(run.iterancestors(f"{names}p"), None)
    of_paragraph = None if paragraph is None else paragraph.find(f"{names}pPr/{names}pStyle")
    of_run = run.find(f"{names}rPr/{names}rStyle")
    return _names_one(of_paragraph, names, styles) != _names_one(of_run, names, styles)


def _names_one(style: etree._Element | None, names: str, styles: frozenset[str]) -> bool:
    return style is not None and style.get(f"{names}val") in styles


def _switch(element: etree._Element | None, names: str) -> bool | None:
    """Whether a switch is on; None where it is not there."""
    return None if element is None else is_on(element.get(f"{names}val"))


def is_on(value: str | None) -> bool:
    """Whether a switch that is there, with this value or none, is on."""
    return value not in _OFF
