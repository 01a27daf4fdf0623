"""Archives: opened within bounds, named as their makers meant, and never a way out of the folder."""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive_names import shown_path
from pipelines.archives import ArchiveRejected, Limits, Member, archive_kind, unpack

TEXT = "绩效目标".encode()


def zipped(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def zipped_raw(name: bytes, *, extra: bytes = b"", flags: int = 0, data: bytes = TEXT) -> bytes:
    """A zip of one stored file whose name is these bytes, as programs write it that know no UTF-8."""
    crc, size = zlib.crc32(data), len(data)
    common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x21, crc, size, size, len(name), len(extra))
    local = b"PK\x03\x04" + common + name + extra + data
    central = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def tarred(files: dict[str, bytes], *, mode: str = "w:gz", encoding: str = "utf-8") -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode=mode, format=tarfile.GNU_FORMAT, encoding=encoding) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return content.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "lake/members"


def opened(content: bytes, store: Path, limits: Limits | None = None, name: str = "批复.zip") -> list[Member]:
    path = store.parent.parent / name
    path.write_bytes(content)
    return unpack(path, store, limits or Limits())


def held(members: list[Member], store: Path) -> dict[str, bytes]:
    return {member.path: (store.parent / member.stored).read_bytes() for member in members if member.stored}


@pytest.mark.parametrize(
    "content",
    [
        zipped({"2025/甲.txt": TEXT, "乙.md": b"x"}),
        tarred({"2025/甲.txt": TEXT, "乙.md": b"x"}),
        tarred({"2025/甲.txt": TEXT, "乙.md": b"x"}, mode="w"),
        tarred({"2025/甲.txt": TEXT, "乙.md": b"x"}, encoding="gb18030"),
        zipped({"2025\\甲.txt": TEXT, "./乙.md": b"x"}),
    ],
    ids=["zip", "tar.gz", "tar", "tar in GB18030", "backslashes"],
)
@pytest.mark.parametrize("name", ["批复.zip", "批复.tar.gz", "批复"])
def test_an_archive_is_told_by_its_content_and_gives_its_files(content: bytes, name: str, store: Path) -> None:
    assert held(opened(content, store, name=name), store) == {"2025/甲.txt": TEXT, "乙.md": b"x"}


def test_a_single_compressed_document_is_read(store: Path) -> None:
    assert held(opened(gzip.compress(TEXT), store, name="甲.txt.gz"), store) == {"甲.txt": TEXT}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (zipped_raw("部门预算.txt".encode("gb18030")), "部门预算.txt"),
        (zipped_raw("部门预算.txt".encode()), "部门预算.txt"),
        (zipped_raw("部门预算.txt".encode(), flags=0x800), "部门预算.txt"),
        (zipped_raw(b"\x82\xff.txt"), "é\xa0.txt"),
        (zipped_raw(b"?.txt", extra=struct.pack("<HHBI", 0x7075, 5 + 9, 1, zlib.crc32(b"?.txt")) + "绩.txt".encode() + b"--"),
         "绩.txt--"),
        (zipped_raw(b"x.txt", extra=struct.pack("<HHBI", 0x7075, 5 + 7, 1, 42) + "绩.txt".encode()), "x.txt"),
        (zipped_raw(b"x.txt", extra=b"\x75\x70\xff"), "x.txt"),
        (zipped_raw(b"a\x00b\n.txt"), "a_b_.txt"),
        (zipped_raw(b"../../etc/passwd"), "etc/passwd"),
        (zipped_raw(b"..\\..\\C:\\x.txt"), "C:/x.txt"),
        (zipped_raw(b"C:\\x.txt"), "x.txt"),
        (zipped_raw(b"/x.txt"), "x.txt"),
        (zipped_raw(b" / .. /x.txt "), "x.txt"),
        (zipped_raw(b".."), "unnamed"),
    ],
)  # fmt: skip
def test_names_are_decoded_and_made_harmless(content: bytes, expected: str, store: Path) -> None:
    assert list(held(opened(content, store), store)) == [expected]


@given(st.text(max_size=80))
def test_no_name_climbs_or_is_absolute(name: str) -> None:
    path = shown_path(name)
    assert path
    assert not path.startswith("/")
    assert not {"..", "."} & set(path.split("/"))
    assert path.encode("utf-8").isascii() == path.isascii()
    assert not any(ord(sign) < 32 for sign in path)


def test_nothing_is_written_outside_the_store(store: Path) -> None:
    before = set(store.parents[1].rglob("*"))
    members = opened(zipped({"../../../out.txt": b"1", "/tmp/absolute.txt": b"2", "C:\\x\\..\\y.txt": b"3"}), store)  # noqa: S108
    written = {path for path in store.parents[1].rglob("*") if path.is_file()} - before
    assert {path.name for path in written} == {"批复.zip", *(member.sha256 for member in members)}


def test_what_systems_leave_in_archives_is_ignored(store: Path) -> None:
    litter = ["__MACOSX/._甲.txt", ".DS_Store", "a/Thumbs.db", "desktop.ini", "~$甲.docx", ".git/config", "README.md"]
    members = opened(zipped({"甲.txt": TEXT, **dict.fromkeys(litter, b"x")}), store)
    assert [member.path for member in members] == ["甲.txt"]


def test_the_parts_of_a_saved_page_are_ignored(store: Path) -> None:
    files = ["表.html", "表_files/a.css", "表_files/sheet001.htm", "表_files/ad.html", "表.mht", "附件_files/b.txt"]
    members = opened(zipped(dict.fromkeys(files, TEXT)), store)
    assert [member.path for member in members] == ["表.html", "表_files/sheet001.htm", "表.mht", "附件_files/b.txt"]


def test_links_and_devices_are_listed_and_not_followed(store: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "link"),
            (tarfile.LNKTYPE, "hard"),
            (tarfile.CHRTYPE, "device"),
            (tarfile.DIRTYPE, "folder"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    link = zipfile.ZipInfo("symlink")
    link.external_attr = 0o120777 << 16
    zip_content = io.BytesIO()
    with zipfile.ZipFile(zip_content, "w") as archive_of_link:
        archive_of_link.writestr(link, "/etc/passwd")
    assert [(member.path, member.rule, member.stored) for member in opened(content.getvalue(), store)] == [
        (name, "format_unsupported", None) for name in ("link", "hard", "device")
    ]
    assert [member.rule for member in opened(zip_content.getvalue(), store)] == ["format_unsupported"]


def test_an_encrypted_member_says_so_and_the_others_are_read(store: Path) -> None:
    encrypted = zipped_raw(b"x.txt", flags=1)
    (member,) = opened(encrypted, store)
    assert (member.rule, member.stored) == ("document_encrypted", None)


def nested(depth: int) -> bytes:
    content = TEXT
    for level in range(depth):
        content = zipped({f"{level}.zip" if level else "甲.txt": content})
    return content


def test_archives_in_archives_are_opened_to_a_depth_of_three(store: Path) -> None:
    assert list(held(opened(nested(3), store), store)) == ["2.zip/1.zip/甲.txt"]
    with pytest.raises(ArchiveRejected, match="more than 3 deep") as caught:
        opened(nested(4), store)
    assert caught.value.rule == "archive_unsafe"


def test_a_broken_or_empty_archive_inside_costs_only_itself(store: Path) -> None:
    broken = tarred({"丙.txt": TEXT * 100})[:-30]
    members = opened(zipped({"内.tgz": broken, "空.zip": zipped({}), "甲.txt": TEXT}), store)
    assert [(member.path, member.rule) for member in members] == [
        ("内.tgz", "document_damaged"), ("空.zip", "document_empty"), ("甲.txt", None),
    ]  # fmt: skip


def test_an_office_file_is_no_archive_and_a_folder_called_word_no_office_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}))
    assert archive_kind(tmp_path / "x") is None
    assert len(opened(zipped({"word/甲.docx": b"x", "xl/乙.xlsx": b"y"}), store)) == 2


def test_members_of_one_name_are_told_apart(store: Path) -> None:
    members = opened(tarred({"a/../甲.txt": b"1", "甲.txt": b"2", "a/甲.txt": b"3"}), store)
    assert [member.path for member in members] == ["a/甲.txt", "甲.txt", "a/甲.txt (2)"]


SMALL = Limits(members=5, total_bytes=12_000, member_bytes=5000, ratio=20, free_bytes=1000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({f"{number}.txt": b"x" for number in range(6)}), "more than 5 files"),
        (tarred({f"{number}.txt": b"x" for number in range(6)}, mode="w"), "more than 5 files"),
        (zipped({"a.zip": zipped({f"{number}.txt": b"x" for number in range(5)})}), "more than 5 files"),
        (zipped({"a.txt": os.urandom(5001)}), "a file of more than"),
        (tarred({"a.txt": os.urandom(5001)}, mode="w"), "a file of more than"),
        (zipped({f"{number}.txt": os.urandom(4500) for number in range(3)}), "unpacks to more than"),
        (gzip.compress(os.urandom(13_000)), "unpacks to more than"),
        (zipped({f"{n}.zip": zipped({"b.txt": os.urandom(4500)}, compression=zipfile.ZIP_STORED) for n in range(2)}),
         "unpacks to more than"),
    ],
    ids=["count", "count in tar", "count over levels", "size", "size in tar", "total", "gzip", "total over levels"],
)  # fmt: skip
def test_an_archive_beyond_the_bounds_names_the_bound(content: bytes, words: str, store: Path) -> None:
    with pytest.raises(ArchiveRejected, match=words) as caught:
        opened(content, store, SMALL)
    assert caught.value.rule == "archive_unsafe"
    assert "压缩包超出限制" in caught.value.message
    assert not list(store.glob(".*")), "what was being unpacked is removed"


@pytest.mark.parametrize("content", [zipped({"a.txt": bytes(40 * 1024**2)}), gzip.compress(bytes(40 * 1024**2))])
def test_a_bomb_is_refused_by_its_ratio(content: bytes, store: Path) -> None:
    with pytest.raises(ArchiveRejected, match="200 times"):
        opened(content, store)


def test_declared_sizes_are_not_believed(store: Path) -> None:
    """A zip that says its file has one byte, and one whose list of contents is said to fill gigabytes."""
    content = zipped({"a.txt": bytes(5000)})
    lying = content.replace(struct.pack("<I", 5000), struct.pack("<I", 1))
    with pytest.raises(ArchiveRejected) as caught:
        opened(lying, store, SMALL)
    assert caught.value.rule == "document_damaged"
    end = content.rfind(b"PK\x05\x06")
    huge = content[: end + 12] + b"\xf0\xff\xff\xff" + content[end + 16 :]
    with pytest.raises(ArchiveRejected) as caught:
        opened(huge, store, SMALL)
    assert caught.value.rule == "archive_unsafe"


def test_entries_that_overlap_end_at_the_bound(store: Path) -> None:
    """A zip whose list names one stored file many times."""
    one = zipped_raw(b"a", data=os.urandom(4000))
    start, end = one.find(b"PK\x01\x02"), one.rfind(b"PK\x05\x06")
    central = one[start:end] * 5
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 5, 5, len(central), start, 0)
    with pytest.raises(ArchiveRejected):
        opened(one[:start] + central + tail, store, SMALL)


def test_a_tar_header_of_any_size_is_not_read_whole(store: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 200 * 1024**2
    content = info.tobuf(tarfile.GNU_FORMAT) + bytes(200 * 1024**2)
    with pytest.raises(ArchiveRejected) as caught:
        opened(content, store)
    assert caught.value.rule == "document_damaged"


@pytest.mark.parametrize(
    "content",
    [
        zipped({"甲.txt": TEXT * 50})[:-40],
        zipped({"甲.txt": TEXT}, compression=zipfile.ZIP_STORED).replace(TEXT, TEXT[::-1]),
        tarred({"甲.txt": TEXT * 500})[:-100],
        tarred({"甲.txt": TEXT * 500, "乙.txt": TEXT}, mode="w")[:4000],
        tarred({"甲.txt": TEXT}, mode="w")[:1024],
        b"\x1f\x8b broken",
    ],
    ids=["cut zip", "other content", "cut tar.gz", "cut tar", "tar without end", "gzip"],
)
def test_a_broken_archive_is_damaged_and_nothing_of_it_is_used(content: bytes, store: Path) -> None:
    with pytest.raises(ArchiveRejected) as caught:
        opened(content, store)
    assert caught.value.rule == "document_damaged"


def test_a_broken_header_in_a_tar_does_not_end_it_in_silence(store: Path) -> None:
    content = bytearray(tarred({"甲.txt": TEXT, "乙.txt": TEXT, "丙.txt": TEXT}, mode="w"))
    content[1024 + 148] ^= 0x55
    with pytest.raises(ArchiveRejected, match="damaged"):
        opened(bytes(content), store)


@pytest.mark.parametrize(
    "content", [zipped({}), tarred({}, mode="w"), zipped({"a/": b""}), zipped({".DS_Store": b"x"})]
)
def test_an_empty_archive_says_so(content: bytes, store: Path) -> None:
    if content == tarred({}, mode="w"):
        content = gzip.compress(tarred({"a/.x": b"x"}, mode="w"))
    with pytest.raises(ArchiveRejected, match="holds no file") as caught:
        opened(content, store)
    assert caught.value.rule == "document_empty"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_damage_is_read_or_refused(store: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    made = chance.choice(
        [zipped({"a.txt": TEXT, "b.zip": zipped({"c": TEXT})}), tarred({"a.txt": TEXT}), tarred({"a": TEXT}, mode="w")]
    )
    content = bytearray(made)
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        members = opened(bytes(content), store)
    except ArchiveRejected as rejected:
        assert rejected.rule in ("document_damaged", "document_empty", "archive_unsafe")  # noqa: PT017
    else:
        assert all(member.stored or member.rule for member in members)
