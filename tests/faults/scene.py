"""The raw folder that builds are killed over: as an older version was made from it, and as it is when the build dies."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "data/raw"
_RECEIVED = 1_735_700_000
"""When all files were received, in seconds since 1970: the hour of a trial must not show in what it publishes."""


def sample(number: str) -> str:
    """The text of a sample document, such as "002"."""
    return next(SAMPLES.rglob(f"{number}_*.txt")).read_text(encoding="utf-8")


def unit(number: int) -> str:
    """Sample 002 as another budget unit handed it in."""
    return sample("002").replace("101001", f"1{number:02d}001").replace("人大", f"第{number}人大")


def before(raw: Path, *, samples: bool = True) -> None:
    """A year folder with the samples, a year that will go, an archive, a file in no year's folder, and a bad one."""
    if samples:
        shutil.copytree(SAMPLES, raw, dirs_exist_ok=True)
    _put(raw, "2025/130202/corrected.txt", unit(1))
    _put(raw, "2024/130202/gone.txt", unit(2))
    _put(raw, "2025/letter.txt", "关于召开会议的通知")
    _put(raw, "nowhere.txt", unit(3))
    _put(raw, "2025/批复.zip", _zipped({"甲.txt": unit(4), "乙.txt": unit(5)}))
    _settle_times(raw)


def after(raw: Path) -> None:
    """What arrives, is corrected and is taken away before the build that dies."""
    _put(raw, "2025/130202/corrected.txt", unit(1).replace("11.00", "12.00"))
    shutil.rmtree(raw / "2024")
    _put(
        raw, "2025/批复.zip", _zipped({"甲.txt": unit(4), "乙.txt": unit(6), "丙.tar.gz": _tarred({"丁.txt": unit(7)})})
    )
    _put(raw, "2025/130208/new.txt", unit(8))
    _put(raw, "2022/130208/new.txt", unit(9))
    _put(raw, "2022/130208/again.txt", unit(9))
    _settle_times(raw)


def _put(raw: Path, path: str, content: str | bytes) -> None:
    target = raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def _zipped(files: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return content.getvalue()


def _tarred(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return content.getvalue()


def _settle_times(raw: Path) -> None:
    for path in (path for path in raw.rglob("*") if path.is_file()):
        # Content has a part in it: a file that is corrected is a file that was changed later.
        later = sum(path.read_bytes()) % 86_400
        os.utime(path, (_RECEIVED + later, _RECEIVED + later))
