"""Files that hold no budget text: cut off on the way, another text, nothing at all."""

from __future__ import annotations

from bench.factory.layouts.blocks import Line
from bench.factory.writers.docx import docx
from warehouse.schema.records import DocumentRecord

_OTHER = [
    "关于召开安全生产工作会议的通知", "各科室、各下属单位：", "经研究，定于本月召开安全生产工作会议，现将有关事项通知如下。",
    "一、会议时间：本月二十日上午九时。", "二、会议地点：三楼会议室。", "三、参会人员：各科室负责人。",
]  # fmt: skip


def unusable(record: DocumentRecord) -> bytes:
    """The file of a record whose only finding says why it could not be read. Raises KeyError for another finding."""
    number = int(record.sha256[:8], 16)
    texts = [f"（{number % 1000}）号文件", *_OTHER]
    (finding,) = record.findings
    whole = docx([Line(text) for text in texts])
    return {
        "document_damaged": whole[: len(whole) // 2],
        "not_performance_text": whole,
        "document_empty": docx([Line(" " * (1 + number % 97))]),
    }[finding.rule]
