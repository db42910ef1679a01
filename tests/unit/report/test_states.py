"""Land states can be told apart by people with any common colour blindness."""

import itertools
import re

import numpy as np
import pytest

from landsim.core.trajectory import ParcelState
from landsim.report.page import _template
from landsim.report.states import STATE_COLOURS

VISION = {
    "full": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Machado, Oliveira and Fernandes (2009), severity 1."""
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
PATTERNED = {
    ParcelState.UNSERVICED,
    ParcelState.IDLE,
    ParcelState.CONSTRUCTION,
    ParcelState.CLEARING,
    ParcelState.RESERVED,
}


def lab(colour, seen):
    rgb = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.asarray(seen) @ light, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_states_differ_in_colour_or_by_a_pattern(vision):
    seen = {state: lab(colour, VISION[vision]) for state, colour in STATE_COLOURS.items()}
    close = [
        (one, other)
        for one, other in itertools.combinations(STATE_COLOURS, 2)
        if np.linalg.norm(seen[one] - seen[other]) < 20
        and (one in PATTERNED) == (other in PATTERNED)
    ]
    assert close == []


def test_every_state_has_a_colour_and_the_style_sheet_has_the_same():
    assert set(STATE_COLOURS) == set(ParcelState)
    style = _template("style.css")
    for state, colour in STATE_COLOURS.items():
        assert re.search(rf"--{state}: (#\w+);", style).group(1) == colour


def test_every_coloured_state_is_patterned_on_paper():
    paper = _template("style.css").split("@media print")[1]
    screen = _template("style.css").split("@media print")[0]
    for state in ParcelState:
        if state is not ParcelState.FREE:
            rule = f".s-{state} {{ fill: url(#p-{state}); }}"
            assert rule in screen or rule in paper
