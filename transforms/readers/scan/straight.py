"""Turns a page's picture upright: finds by how much it is tilted, from its lines and rows of text, and turns it back."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from transforms.readers.scan.picture import Grey

Ink = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.float64]

_MOST_TILT = 6.0
"""Degrees. Scanners and careful hands stay below 2."""
_MOST_SKEW = 0.6
"""Degrees by which verticals may stand off the right angle to the level."""
_STEPS = ((0.2, None), (0.04, 0.3), (0.01, 0.06))
"""How finely each pass looks, and how far around the best angle so far, in degrees; the first as far as it may be."""
_ANALYSED = 1400
"""Pixels of the longer side that the tilt is measured on."""
_MOST_POINTS = 150_000


def straightened(picture: Grey, ink: Ink) -> tuple[Grey, float]:
    """The picture turned upright about its middle, of the same size, and by how many degrees it was tilted.

    `ink` tells which of its pixels are dark. Rows of text and ruling lines fall on the fewest rows of pixels when they
    run level: the angle where the rows' darkness varies most is the tilt. What shifts the verticals beyond the turn
    (a camera held askew, a sheet pulled through) is taken back by a shear.
    """
    tilt = _tilt(*_points(ink), 0.0, _MOST_TILT)
    lean = _tilt(*_points(ink.T), -tilt, _MOST_SKEW)
    down, across = picture.shape
    if abs(tilt) < _LEVEL and abs(lean) < _LEVEL:
        return picture, tilt
    rise, drift = np.tan(np.radians(tilt)), np.tan(np.radians(lean))
    # Seen from the upright page: a step right goes `rise` down in the picture, a step down goes `drift` right.
    back = np.array([[1.0, drift, 0.0], [rise, 1.0, 0.0]])
    back[:, 2] = np.array([across / 2, down / 2]) - back[:, :2] @ np.array([across / 2, down / 2])
    turned = cv2.warpAffine(
        picture,
        back,
        (across, down),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(turned, dtype=np.uint8), tilt


_LEVEL = 0.015
"""Degrees that shift a line by less than a pixel over the whole page."""


def _points(ink: Ink) -> tuple[Positions, Positions]:
    """Columns and rows of dark pixels, from the middle, at the size that is analysed; at random where there are many."""
    step = max(1.0, max(ink.shape) / _ANALYSED)
    rows, columns = np.nonzero(ink)
    if len(rows) > _MOST_POINTS:
        chosen = np.random.default_rng(0).choice(len(rows), _MOST_POINTS, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    # Whole numbers would fall on few rows at no tilt, whatever the tilt is: every pixel counts as a point within it.
    within = np.random.default_rng(1).random(len(rows))
    return (columns - ink.shape[1] / 2) / step, (rows + within) / step


def _tilt(x: Positions, y: Positions, around: float, reach: float) -> float:
    """Degrees, near those expected, by which what runs level on paper falls to the right."""
    if not len(x):
        return 0.0
    best = around
    for step, near in _STEPS:
        span = near or reach
        angles = best + np.arange(-span, span + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(x, y, angle)))
    return best


def _sharpness(x: Positions, y: Positions, angle: float) -> float:
    levelled = y - x * np.tan(np.radians(angle))
    counts = np.bincount((levelled - levelled.min()).astype(np.int64))
    return float(np.square(counts, dtype=np.float64).sum())
