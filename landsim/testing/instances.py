"""Synthetic parks in one line, and decision epochs in them: for benchmarks and tests."""

from dataclasses import replace

from landsim.core.scenario import Scenario
from landsim.core.state import FreeLand, LandState, Waiting
from landsim.files.synthetic import texts
from landsim.files.synthetic.order import ParkOrder


def synthetic_scenario(
    n_parcels: int, n_projects: int, n_periods: int, *, seed: int = 1, demand_ratio: float = 1.4
) -> Scenario:
    """Return a synthetic park of any size.

    Parameters
    ----------
    n_parcels, n_projects, n_periods
        Number of parcels, projects and quarters.
    seed
        Seed of the draws.
    demand_ratio
        Area asked for over area of the park.
    """
    order = ParkOrder(
        n_parcels=n_parcels,
        n_projects=n_projects,
        n_periods=n_periods,
        seed=seed,
        tightness=demand_ratio,
    )
    return texts.synthetic_scenario(order)


def synthetic_state(scenario: Scenario, *, n_waiting: int, n_free: int) -> LandState:
    """Return a decision epoch at which some projects wait and some parcels are free.

    Parameters
    ----------
    scenario
        World.
    n_waiting
        Number of projects that wait: the first that filed.
    n_free
        Number of parcels that are free today, all over the park; as many again become free
        within two years or so.
    """
    waiting = scenario.projects[:n_waiting]
    day = waiting[-1].filed_day + 1
    horizon, parcels = scenario.horizon, scenario.park.parcels
    n_parcels = min(2 * n_free, len(parcels))
    spread = [parcels[place * len(parcels) // n_parcels] for place in range(n_parcels)]
    free = [
        FreeLand(
            parcel=parcel.id,
            area_m2=parcel.area_m2,
            from_day=day if place % 2 == 0 else day + 15.0 * (place + 1),
        )
        for place, parcel in enumerate(spread)
    ]
    quota = scenario.policy.supply.quota_m2_per_year
    return LandState(
        day=day,
        period=horizon.period_of(day),
        free=tuple(free),
        waiting=tuple(
            Waiting(
                project=replace(project, need_by_day=day, patience_days=400.0),
                since_day=project.filed_day,
            )
            for project in waiting
        ),
        holdings=(),
        quota_left_m2=None if quota is None else (quota,) * len(horizon.years),
    )
