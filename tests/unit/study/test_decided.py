"""What decisions announced and ordered, told in sentences."""

from landsim.core.decisionlog import Announcement, Servicing, Verdict
from landsim.core.ids import ParcelId, ProjectId
from landsim.study.decided import announcements, orders
from landsim.testing.builders import tiny_scenario
from landsim.testing.trajectories import made_trajectory

SCENARIO = tiny_scenario()


def told(note) -> str:
    return note.message.format_map(dict(note.values))


def test_an_announcement_is_told_once_with_its_end():
    first = Announcement(10.0, ProjectId("J1"), "P1", "grant", 2, 40.0, Verdict.KEPT)
    again = first._replace(day=40.0, judged_day=100.0, verdict=Verdict.CHANGED)
    other = first._replace(project=ProjectId("J2"))
    trajectory = made_trajectory(SCENARIO, announcements=(first, other, again))
    lines = [told(note) for note in announcements(SCENARIO, trajectory, "J1", str.upper)]
    assert lines == [
        "Announced on 2021-01-11: P1 in 2021Q3 under GRANT; the next decision changed it."
    ]


def test_an_order_is_told_with_its_gain_and_its_cost():
    order = Servicing(8.0, ParcelId("P1"), "J1", 243.0, 151.0, 3, 0.75)
    trajectory = made_trajectory(SCENARIO, servicing=(order,))
    (line,) = orders(SCENARIO, trajectory, "P1")
    assert told(line) == (
        "On 2021-01-09 early servicing was ordered for J1: ready on 2021-06-01 instead of "
        "2021-09-01, 3 months earlier, for 0.75 million CNY."
    )
    assert not list(orders(SCENARIO, trajectory, "P2"))
