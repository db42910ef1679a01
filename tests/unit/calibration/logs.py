"""Small logs to calibrate on."""

from datetime import datetime
from pathlib import Path

import numpy as np

from landsim.calibration.log import EventLog, make_log

MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - wall-clock
DAY = 24.0


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def office_log(n_cases: int = 200, *, seed: int = 1, slow_until: int = 0) -> EventLog:
    """Two stages in office hours; the first cases take ten times as long between them."""
    rng = np.random.default_rng(seed)
    case, activity, resource, end = [], [], [], []
    for number in range(n_cases):
        day = number // 4
        begin = (day // 5 * 7 + day % 5) * DAY + 9 + 6 * rng.random()
        gap_days = rng.integers(1, 3) * (10 if number < slow_until else 1)
        for step, (name, when) in enumerate(
            (("receive", begin), ("decide", begin + 7 * DAY * gap_days))
        ):
            case.append(f"c{number:03d}")
            activity.append(name)
            resource.append(("Li", "Wang")[(number + step) % 2])
            end.append(when)
    return make_log(
        case=case, activity=activity, resource=resource, end=np.array(end), origin=MONDAY
    )
