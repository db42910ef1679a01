"""Claims: area bounds by zone, place in the chain and firm class."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, About, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.landrules import Claim
from landsim.core.park import Parcel
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem
from landsim.core.project import Project

NAME = "claims"


@rules.register(NAME)
class Claims:
    """Those who match a claim hold at least and at most so much land, or so much floor space.

    At a decision epoch a minimum is set aside: those who do not match may not use up the land
    that the claim still lacks.
    """

    label = Label(zh="面积份额", en="area claims")

    def add_rows(self, program: Program) -> None:
        """Add a row for each bound of each claim."""
        options, problem = program.options, program.problem
        land, askers = options.land, options.askers
        for claim in problem.policy.land.claims:
            is_match = np.array([_matches(claim, entry.project) for entry in askers.asking], bool)
            in_zone = np.array([_is_meant(claim, parcel) for parcel in land.park.parcels], bool)
            zoned = in_zone[options.take_parcel]
            matching = zoned & is_match[options.project[options.take_option]]
            held_m2 = _held_m2(problem, claim)
            if claim.max_m2 is not None:
                most = about("claim {claim}: at most", unit="ha", scale=HA_PER_M2, claim=claim.name)
                self._bound(program, matching, most, upper=max(0, claim.max_m2 - held_m2))
            least = about("claim {claim}: at least", unit="ha", scale=HA_PER_M2, claim=claim.name)
            lacking_m2 = claim.min_m2 - held_m2
            if lacking_m2 > 0 and problem.is_epoch:
                left_m2 = max(0, _free_m2(problem, claim) - lacking_m2)
                self._bound(program, zoned & ~matching, least, upper=left_m2)
            elif lacking_m2 > 0:
                self._bound(program, matching, least, lower=lacking_m2)

    def _bound(
        self,
        program: Program,
        takes: np.ndarray,
        subject: About,
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> None:
        options = program.options
        place = np.flatnonzero(takes)
        program.add_rows(
            NAME,
            place * 0,
            options.take_option[place],
            options.take_area_m2[place],
            lower=[lower],
            upper=[upper],
            label=lambda _: subject,
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every claim that is missed or exceeded."""
        facts = Facts(problem)
        for claim in problem.policy.land.claims:
            matching_m2 = other_m2 = 0
            for assignment in plan.assignments:
                project = facts.project(assignment)
                for take in assignment.bundle:
                    if not _is_meant(claim, facts.parcels[take.parcel]):
                        continue
                    if project is not None and _matches(claim, project):
                        matching_m2 += take.area_m2
                    else:
                        other_m2 += take.area_m2
            held_m2 = _held_m2(problem, claim)
            if claim.max_m2 is not None and matching_m2 > max(0, claim.max_m2 - held_m2):
                yield breach(
                    NAME,
                    "{claim}: {area} ㎡, at most {limit} ㎡ allowed",
                    claim=claim.name,
                    area=held_m2 + matching_m2,
                    limit=claim.max_m2,
                )
            lacking_m2 = claim.min_m2 - held_m2
            if lacking_m2 > 0 and problem.is_epoch:
                if other_m2 > max(0, _free_m2(problem, claim) - lacking_m2):
                    yield breach(
                        NAME,
                        "{claim}: {area} ㎡ go to others, {limit} ㎡ must be left for it",
                        claim=claim.name,
                        area=other_m2,
                        limit=lacking_m2,
                    )
            elif matching_m2 < lacking_m2:
                yield breach(
                    NAME,
                    "{claim}: {area} ㎡, at least {limit} ㎡ required",
                    claim=claim.name,
                    area=held_m2 + matching_m2,
                    limit=claim.min_m2,
                )


def _is_meant(claim: Claim, parcel: Parcel) -> bool:
    """Whether a claim counts the area of a parcel: of its kind of supply, in its zone."""
    return parcel.supply is claim.supply and claim.zone in (None, parcel.zone)


def _matches(claim: Claim, project: Project) -> bool:
    return claim.chain_role in (None, project.chain_role) and claim.firm_class in (
        None,
        project.firm_class,
    )


def _held_m2(problem: AllocationProblem, claim: Claim) -> int:
    """Return the area held now by those who match, in m²."""
    facts = Facts(problem)
    return sum(
        held.area_m2
        for held in facts.held_now
        if _is_meant(claim, facts.parcels[held.parcel]) and _matches(claim, held.project)
    )


def _free_m2(problem: AllocationProblem, claim: Claim) -> int:
    """Return the area of the claim's zone that is free when the decision's look ahead ends."""
    open_periods = np.flatnonzero(problem.may_supply)
    last = int(open_periods[-1]) if len(open_periods) else problem.first_period
    return sum(
        int(problem.free_m2[row, last])
        for row, parcel in enumerate(problem.park.parcels)
        if _is_meant(claim, parcel)
    )
