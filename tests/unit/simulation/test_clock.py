"""What happens first at one instant does not depend on what was scheduled first."""

from functools import partial

from landsim.simulation.clock import Clock, Rank


def test_rank_then_number_order_an_instant() -> None:
    clock = Clock(10.0)
    seen: list[tuple[str, int]] = []
    for rank in reversed(Rank):
        for number in (2, 0, 1):
            clock.at(
                5.0, rank, number, partial(lambda name, _: seen.append(name), (rank.name, number))
            )
    clock.run(until=10.0)
    assert seen == [(rank.name, number) for rank in Rank for number in (0, 1, 2)]


def test_nothing_happens_from_the_end_on() -> None:
    clock = Clock(10.0)
    seen: list[float] = []
    for day in (9.999, 10.0, 11.0):
        clock.at(day, Rank.END, 0, lambda _: seen.append(clock.day))
    clock.run(until=10.0)
    assert seen == [9.999]


def test_a_past_day_means_at_once() -> None:
    clock = Clock(10.0)
    seen: list[float] = []
    clock.at(
        4.0, Rank.END, 0, lambda _: clock.at(1.0, Rank.END, 0, lambda _: seen.append(clock.day))
    )
    clock.run(until=10.0)
    assert seen == [4.0]


def test_the_clock_is_a_python_float() -> None:
    clock = Clock(10.0)
    clock.at(4.5, Rank.END, 0, lambda _: None)
    clock.run(until=10.0)
    assert type(clock.day) is float
