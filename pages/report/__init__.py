"""The report: one self-contained page about the published warehouse."""

from pages.report.write import NothingChosen, write_report

__all__ = ["NothingChosen", "write_report"]
