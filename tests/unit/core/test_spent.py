"""Processor time by kind of work."""

import time

from landsim.core.spent import Work, seconds_spent, spending


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def spent(before) -> dict[Work, float]:
    return {work: seconds - before[work] for work, seconds in seconds_spent().items()}


def test_time_counts_once_for_the_innermost_work():
    with spending(Work.MEASURING):
        pass
    before = seconds_spent()
    with spending(Work.SIMULATING):
        burn(0.02)
        with spending(Work.SOLVING):
            burn(0.05)
        with spending(Work.EXPLAINING):
            burn(0.01)
    found = spent(before)
    assert found[Work.SOLVING] >= 0.05
    assert found[Work.EXPLAINING] >= 0.01
    assert 0.02 <= found[Work.SIMULATING] < 0.05
    assert found[Work.BUILDING] == found[Work.MEASURING] == 0.0


def test_time_before_a_fault_counts():
    before = seconds_spent()
    try:
        with spending(Work.BUILDING):
            burn(0.01)
            raise ValueError  # noqa: TRY301 - a fault within the block
    except ValueError:
        pass
    assert spent(before)[Work.BUILDING] >= 0.01
