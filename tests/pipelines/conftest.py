"""Where the tests of the pipeline find the samples."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data/raw"
