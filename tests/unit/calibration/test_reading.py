import gzip
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from unit.calibration.logs import written

from landsim.calibration.columns import Role
from landsim.calibration.reading import read_log
from landsim.errors import ScenarioError

PLAIN = """case,activity,end_time,resource
a,receive,2024-01-03 09:00:00,Li
b,receive,2024-01-02 10:30:00,Wang
a,decide,2024-01-05 16:00:00,Li
"""


def test_cases_are_numbered_by_their_first_event(tmp_path: Path) -> None:
    log = read_log(written(tmp_path / "log.csv", PLAIN))
    assert log.origin == datetime(2024, 1, 1)  # noqa: DTZ001 - wall-clock
    assert log.n_cases == 2
    assert log.end.tolist() == [34.5, 57.0, 112.0]
    assert [log.activities[number] for number in log.activity] == ["receive", "receive", "decide"]
    assert [log.resources[number] for number in log.resource] == ["Wang", "Li", "Li"]
    assert np.isnan(log.start).all()


def test_chinese_columns_in_gb18030_with_semicolons(tmp_path: Path) -> None:
    text = "案件号;环节;办结时间;经办人\n甲;受理;2024/1/2 9:05;李\n"
    log = read_log(written(tmp_path / "log.csv", text, "gb18030"))
    assert (log.activities, log.resources) == (("受理",), ("李",))
    assert log.end[0] == pytest.approx(24 + 9 + 5 / 60)


def test_wall_clock_is_kept_whatever_the_offset(tmp_path: Path) -> None:
    text = "case,activity,end_time\na,x,2024-01-01T09:00:00+08:00\nb,x,2024-01-01 10:00:00Z\n"
    assert read_log(written(tmp_path / "log.csv", text)).end.tolist() == [9.0, 10.0]


def test_a_start_joins_the_completion_that_follows(tmp_path: Path) -> None:
    text = (
        "case,activity,timestamp,lifecycle:transition\n"
        "a,x,2024-01-01 08:00:00,schedule\n"
        "a,x,2024-01-01 09:00:00,start\n"
        "a,x,2024-01-01 11:00:00,complete\n"
        "a,x,2024-01-01 12:00:00,complete\n"
    )
    log = read_log(written(tmp_path / "log.csv", text))
    assert log.end.tolist() == [11.0, 12.0]
    assert log.start[0] == 9.0
    assert np.isnan(log.start[1])


def test_xes_reads_like_the_csv_of_the_same_events(tmp_path: Path) -> None:
    xes = (
        '<log xmlns="http://www.xes-standard.org/"><trace>'
        '<string key="concept:name" value="a"/>'
        '<event><string key="concept:name" value="receive"/>'
        '<date key="time:timestamp" value="2024-01-03T09:00:00.000+08:00"/>'
        '<string key="org:resource" value="Li"/></event>'
        "</trace></log>"
    )
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(xes.encode()))
    log = read_log(path)
    assert (log.n_cases, log.activities, log.resources) == (1, ("receive",), ("Li",))
    assert log.end.tolist() == [57.0]


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", "no,what,when\n1,x,2024-01-01 08:00\n")
    with pytest.raises(ScenarioError, match="no column tells the case") as caught:
        read_log(path)
    assert len(caught.value.problems) == 3
    named = {Role.CASE: "no", Role.ACTIVITY: "what", Role.END: "when"}
    assert read_log(path, named).n_cases == 1
    with pytest.raises(ScenarioError, match='did you mean "what"'):
        read_log(path, named | {Role.ACTIVITY: "wat"})


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    text = "case,activity,end_time\na,x,soon\n,x,2024-01-01 08:00\na,,2024-02-30 08:00\n"
    with pytest.raises(ScenarioError) as caught:
        read_log(written(tmp_path / "log.csv", text))
    places = [(p.where.rpartition(":")[2], p.path) for p in caught.value.problems]
    assert places == [("2", "end"), ("3", "case"), ("4", "activity"), ("4", "end")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.csv", None, "no such file"),
        ("empty.csv", "case,activity,end_time\n", "no completed event"),
        ("broken.xes", "<log><trace>", "is not XES"),
    ],
)
def test_what_is_no_log_is_said_so(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    path = tmp_path / name
    if text is not None:
        written(path, text)
    with pytest.raises(ScenarioError, match=message):
        read_log(path)
