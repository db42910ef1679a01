"""What the land yields: output, tax, investment, jobs and firms.

Output and tax follow each project's ramp; nothing is counted beyond the horizon.
"""

from functools import partial

from landsim.core.area import mu_from_m2
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Production, Trajectory
from landsim.metrics import units
from landsim.metrics.activity import Activity, activity, discounted, ramp_years
from landsim.metrics.averages import share
from landsim.metrics.histories import on_land
from landsim.metrics.metric import metric

_FLOWS = (("output", "产值"), ("tax", "税收"))
_LAST = 1e-9
_WAN_PER_MCNY = 100


def _at_end(trajectory: Trajectory) -> Activity:
    return activity(trajectory.productions, trajectory.n_days - _LAST)


def _yearly(production: Production, flow: str) -> float:
    return float(getattr(production, f"{flow}_mcny_per_year"))


def _total(_: Scenario, trajectory: Trajectory, *, flow: str) -> float:
    return sum(
        _yearly(production, flow) * ramp_years(production, 0.0, trajectory.n_days)
        for production in trajectory.productions
    )


def _present_value(scenario: Scenario, trajectory: Trajectory, *, flow: str) -> float:
    return discounted(
        trajectory.productions,
        partial(_yearly, flow=flow),
        trajectory.n_days,
        scenario.policy.price,
    )


def _level(_: Scenario, trajectory: Trajectory, *, quantity: str) -> float:
    return float(getattr(_at_end(trajectory), quantity))


def _per_working_mu(scenario: Scenario, trajectory: Trajectory, flow: str) -> float:
    """Return a yearly flow on the last day per mu of the land that earns it, in 10,000 CNY."""
    last = trajectory.n_days - _LAST
    land = {history.project.id: history.area_m2 for history in on_land(scenario, trajectory)}
    earning = [p for p in trajectory.productions if p.project in land]
    land_m2 = sum(land[p] for p in {p.project for p in earning if p.begin <= last < p.end})
    earned = float(getattr(activity(earning, last), f"{flow}_mcny_per_year"))
    return _WAN_PER_MCNY * share(earned, mu_from_m2(land_m2))


@metric(
    "investment_wan_cny_per_mu",
    zh="亩均投资",
    en="investment per mu",
    unit=units.WAN_CNY_PER_MU,
    better=Direction.HIGHER,
)
def investment_wan_cny_per_mu(scenario: Scenario, trajectory: Trajectory) -> float:
    """Investment of every project that went into production over the land it was supplied with.

    Projects on floor space have no land of their own and are left out.
    """
    land = {history.project.id: history.area_m2 for history in on_land(scenario, trajectory)}
    on_site = [production for production in trajectory.productions if production.project in land]
    land_m2 = sum(land[project] for project in {production.project for production in on_site})
    invested = sum(production.investment_mcny for production in on_site)
    return _WAN_PER_MCNY * share(invested, mu_from_m2(land_m2))


@metric(
    "investment_mcny",
    zh="完成投资",
    en="investment",
    unit=units.MCNY,
    better=Direction.HIGHER,
)
def investment_mcny(_: Scenario, trajectory: Trajectory) -> float:
    """Investment of every project that went into production within the horizon."""
    return sum(production.investment_mcny for production in trajectory.productions)


@metric(
    "output_wan_cny_per_mu",
    zh="期末亩均产值",
    en="output per mu at the end",
    unit=units.WAN_CNY_PER_MU_YEAR,
    better=Direction.HIGHER,
)
def output_wan_cny_per_mu(scenario: Scenario, trajectory: Trajectory) -> float:
    """Yearly output on the last day over the land of the projects at work on land."""
    return _per_working_mu(scenario, trajectory, "output")


@metric(
    "tax_wan_cny_per_mu",
    zh="期末亩均税收",
    en="tax per mu at the end",
    unit=units.WAN_CNY_PER_MU_YEAR,
    better=Direction.HIGHER,
)
def tax_wan_cny_per_mu(scenario: Scenario, trajectory: Trajectory) -> float:
    """Yearly tax on the last day over the land of the projects at work on land."""
    return _per_working_mu(scenario, trajectory, "tax")


for _flow, _zh in _FLOWS:
    metric(
        f"{_flow}_total_mcny",
        zh=f"累计{_zh}",
        en=f"{_flow} over the horizon",
        unit=units.MCNY,
        better=Direction.HIGHER,
    )(partial(_total, flow=_flow))
    metric(
        f"{_flow}_npv_mcny",
        zh=f"累计{_zh}现值",
        en=f"present value of {_flow}",
        unit=units.MCNY,
        better=Direction.HIGHER,
    )(partial(_present_value, flow=_flow))
    metric(
        f"{_flow}_end_mcny_per_year",
        zh=f"期末年{_zh}",
        en=f"yearly {_flow} at the end",
        unit=units.MCNY_PER_YEAR,
        better=Direction.HIGHER,
    )(partial(_level, quantity=f"{_flow}_mcny_per_year"))
metric("jobs_end", zh="期末就业", en="jobs at the end", unit=units.JOBS, better=Direction.HIGHER)(
    partial(_level, quantity="jobs")
)
metric(
    "firms_end", zh="期末企业数", en="firms at the end", unit=units.FIRMS, better=Direction.HIGHER
)(partial(_level, quantity="firms"))
