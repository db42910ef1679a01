"""The allocation model in plain PuLP, as one would write it on a blackboard.

For readers and for the equality test: every rule is one loop over options, nothing is
clever, and only small problems should be put in. `landsim.allocation.program` builds the same
model as arrays; both have the same optimum.
"""

from collections.abc import Iterator
from typing import Any

from landsim.allocation.blackboard import Model, Row, area_of, is_beside, is_held, land_of
from landsim.allocation.facts import Facts
from landsim.allocation.objective import tier_points
from landsim.allocation.options import Option, list_options
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.landrules import Claim
from landsim.core.problem import AllocationProblem
from landsim.core.project import Project


def reference_problem(problem: AllocationProblem) -> Any:  # noqa: ANN401 - PuLP has no types
    r"""Return the allocation model as an ordinary PuLP problem, built term by term.

    Parameters
    ----------
    problem
        What is decided; small. The first tier is maximised.

    Notes
    -----
    maximise :math:`\sum_o v_o x_o + \sum_c b_c y_c` subject to the rows of each rule below.
    """
    import pulp  # noqa: PLC0415 - heavy, and only where somebody looks

    table = list_options(problem)
    lp = pulp.LpProblem("reference", pulp.LpMaximize)
    x = tuple(lp.add_variable(f"x{n}", 0, 1, "Integer") for n in range(len(table)))
    model = Model(
        pulp=pulp, problem=problem, facts=Facts(problem), options=tuple(table), x=x, lp=lp
    )
    points = tier_points(table)[0]
    bonus, cluster_rows = _cluster(model)
    lp.setObjective(pulp.lpSum([*(float(v) * x[n] for n, v in enumerate(points)), *bonus]))
    for row in cluster_rows:
        lp += row
    for rule in _RULES:
        for row in rule(model):
            lp += row
    return lp


def _matching(model: Model) -> Iterator[Row]:
    for entry in model.problem.asking:
        yield model.total(lambda o, j=entry.project.id: o.project.id == j) <= 1


def _capacity(model: Model) -> Iterator[Row]:
    for row, parcel in enumerate(model.problem.park.parcels):
        for period in range(model.problem.horizon.n_periods):
            free_m2 = int(model.problem.free_m2[row, period])
            yield (
                model.total(lambda o, i=parcel.id, s=period: area_of(o, i) * is_held(o, s))
                <= free_m2
            )


def _quota(model: Model) -> Iterator[Row]:
    problem = model.problem
    if problem.quota_m2 is None:
        return
    first, limit = problem.horizon.year_of(problem.first_period), 0
    for year in range(first, len(problem.horizon.years)):
        since = first if problem.policy.supply.has_carry_over else year
        own = max(0, int(problem.quota_m2[year]))
        limit = limit + own if problem.policy.supply.has_carry_over else own
        yield (
            model.total(
                lambda o, a=since, b=year: (
                    land_of(model, o)
                    * (a <= problem.horizon.year_of(o.period) <= b)
                    * (o.project.id not in model.facts.phases)
                )
            )
            <= limit
        )


def _power(model: Model) -> Iterator[Row]:
    for row, node in enumerate(model.problem.park.nodes):
        if node.service != "power":
            continue
        for period in range(model.problem.horizon.n_periods):
            left_mw = max(0.0, float(model.problem.capacity[row, period]))

            def load(o: Option, k: str = node.id, s: int = period) -> float:
                is_served = any(k in model.facts.parcels[take.parcel].nodes for take in o.bundle)
                return o.project.needs.power_mw * is_held(o, s) * is_served

            yield model.total(load) <= left_mw


def _tenure_mix(model: Model) -> Iterator[Row]:
    floors = model.facts.floors
    held = [entry for entry in model.problem.holdings if entry.parcel not in floors]
    all_m2 = sum(entry.area_m2 for entry in held)
    for share in model.problem.policy.land.tenure_shares:
        under_m2 = sum(entry.area_m2 for entry in held if entry.mode == share.mode)
        most = max(0.0, share.max_share * all_m2 - under_m2)
        least = min(0.0, share.min_share * all_m2 - under_m2)
        yield (
            model.total(lambda o, s=share: land_of(model, o) * ((o.mode == s.mode) - s.max_share))
            <= most
        )
        yield (
            model.total(lambda o, s=share: land_of(model, o) * ((o.mode == s.mode) - s.min_share))
            >= least
        )


def _claims(model: Model) -> Iterator[Row]:
    facts, problem = model.facts, model.problem
    last = max((t for t, is_open in enumerate(problem.may_supply) if is_open), default=0)
    for claim in problem.policy.land.claims:

        def is_meant(project: Project, parcel: ParcelId, c: Claim = claim) -> tuple[bool, bool]:
            entry = facts.parcels[parcel]
            in_zone = entry.supply is c.supply and c.zone in (None, entry.zone)
            has_role = c.chain_role in (None, project.chain_role)
            return in_zone, in_zone and has_role and c.firm_class in (None, project.firm_class)

        held_m2 = sum(h.area_m2 for h in facts.held_now if is_meant(h.project, h.parcel)[1])
        meant = model.total(
            lambda o, f=is_meant: sum(t.area_m2 for t in o.bundle if f(o.project, t.parcel)[1])
        )
        others = model.total(
            lambda o, f=is_meant: sum(
                t.area_m2 for t in o.bundle if f(o.project, t.parcel) == (True, False)
            )
        )
        if claim.max_m2 is not None:
            yield meant <= max(0, claim.max_m2 - held_m2)
        lacking_m2 = claim.min_m2 - held_m2
        if lacking_m2 > 0 and problem.is_epoch:
            free_m2 = sum(
                int(problem.free_m2[facts.rows[p.id], last])
                for p in problem.park.parcels
                if p.supply is claim.supply and claim.zone in (None, p.zone)
            )
            yield others <= max(0, free_m2 - lacking_m2)
        elif lacking_m2 > 0:
            yield meant >= lacking_m2


def _fairness_floor(model: Model) -> Iterator[Row]:
    for number, floor in enumerate(model.problem.policy.land.fairness):
        mine = {o.project.id for o in model.options if o.project.firm_class is floor.firm_class}
        mine -= set(model.facts.phases)
        if not mine:
            continue
        served = {h.project.id: h.project for h in model.problem.holdings}
        n_class = sum(p.firm_class is floor.firm_class for p in served.values())
        due = min(0.0, floor.min_share * len(served) - n_class - 1 + 1e-4)
        everybody = model.lp.add_variable(f"z{number}", 0, 1, "Integer")
        of_class = model.total(lambda o, m=mine: o.project.id in m)
        surplus = model.total(
            lambda o, m=mine, f=floor: (
                ((o.project.id in m) - f.min_share) * (o.project.id not in model.facts.phases)
            )
        )
        yield of_class - len(mine) * everybody >= 0
        yield surplus + len(model.options) * everybody >= due


def _reserve(model: Model) -> Iterator[Row]:
    problem = model.problem
    share, now = problem.policy.supply.reserve_share, problem.first_period
    if problem.is_epoch and share > 0:
        ready_m2 = sum(
            int(problem.free_m2[row, now])
            for row, parcel in enumerate(problem.park.parcels)
            if problem.ready_period[row] <= now and not parcel.is_floor
        )
        given = model.total(lambda o: land_of(model, o) * (o.period == now))
        yield given <= int(ready_m2 * (1 - share))


def _budget(model: Model) -> Iterator[Row]:
    problem = model.problem
    for year in range(len(problem.horizon.years)):
        limit = float(problem.budget_mcny[year])
        yield (
            model.total(
                lambda o, y=year: o.early_cost_mcny * (problem.servicing_year(o.period) == y)
            )
            <= limit
        )


def _m0_cap(model: Model) -> Iterator[Row]:
    land = model.problem.policy.land
    cap = land.m0_max_share
    if cap is None:
        return
    industrial = {z.id for z in model.problem.park.zones if z.is_industrial} | set(land.m0_zones)

    def fills(parcel: ParcelId, area_m2: int) -> float:
        if parcel in model.facts.floors:
            return 0.0
        zone = model.facts.parcels[parcel].zone
        return area_m2 * ((zone in land.m0_zones) - cap * (zone in industrial))

    room = max(0.0, -sum(fills(h.parcel, h.area_m2) for h in model.facts.held_now))
    yield model.total(lambda o: sum(fills(t.parcel, t.area_m2) for t in o.bundle)) <= room


def _locks(model: Model) -> Iterator[Row]:
    asking = {entry.project.id for entry in model.problem.asking}
    if not model.problem.is_epoch:
        for lock in model.problem.policy.land.locks:
            if lock.project in asking:
                yield model.total(lambda o, j=lock.project: o.project.id == j) >= 1


def _later_phase(model: Model) -> Iterator[Row]:
    for later in model.options:
        first = model.facts.phases.get(later.project.id)
        if first is None:
            continue
        site = {take.parcel for take in later.bundle}
        near = site.union(*(model.facts.neighbours[parcel] for parcel in site))

        def begins(o: Option, j: ProjectId = first, at: Option = later) -> bool:
            return o.project.id == j and (o.period, o.mode) == (at.period, at.mode)

        yield (
            model.x[later.index]
            - model.total(
                lambda o, f=begins, n=near: f(o) and any(take.parcel in n for take in o.bundle)
            )
            <= 0
        )


def _incompatibility(model: Model) -> Iterator[Row]:
    for pair in model.problem.policy.land.incompatibilities:
        kinds = {pair.first, pair.second}
        for one in model.options:
            for held in model.facts.held_now:
                if {one.project.archetype, held.project.archetype} == kinds and is_beside(
                    model, one, (held.parcel,)
                ):
                    yield model.x[one.index] <= 0
            for other in model.options[: one.index]:
                overlap = one.period < other.end_period and other.period < one.end_period
                parcels = tuple(take.parcel for take in other.bundle)
                if (
                    overlap
                    and one.project.id != other.project.id
                    and {one.project.archetype, other.project.archetype} == kinds
                    and is_beside(model, one, parcels)
                ):
                    yield model.x[one.index] + model.x[other.index] <= 1


def _cluster(model: Model) -> tuple[list[Any], list[Row]]:
    bonus, rows = [], []
    for number, cluster in enumerate(model.problem.policy.land.clusters):
        block = {p.id for p in model.problem.park.parcels if p.block == cluster.block}
        held = {h.project.chain_role for h in model.facts.held_now if h.parcel in block}
        lacking = [role for role in cluster.roles if role not in held]
        if not lacking:
            continue
        y = model.lp.add_variable(f"y{number}", 0, 1, "Integer")
        bonus.append(cluster.bonus * y)
        for role in lacking:
            brought = model.total(
                lambda o, r=role, b=block: (
                    o.project.chain_role is r and any(take.parcel in b for take in o.bundle)
                )
            )
            rows.append(y <= brought)
    return bonus, rows


_RULES = (
    _matching,
    _capacity,
    _quota,
    _power,
    _tenure_mix,
    _claims,
    _fairness_floor,
    _reserve,
    _budget,
    _m0_cap,
    _locks,
    _later_phase,
    _incompatibility,
)
