"""A policy: every lever that the authority can pull, in one value."""

from dataclasses import dataclass

from landsim.core.admission import Admission
from landsim.core.approval import Approvals
from landsim.core.ids import TenureModeId
from landsim.core.invariant import require
from landsim.core.label import Label
from landsim.core.landrules import LandRules
from landsim.core.lifecycle import Lifecycle
from landsim.core.planning import Criterion, DeciderChoice, PlannerChoice, Sense
from landsim.core.space import SupplyKind
from landsim.core.supply import Supply
from landsim.core.tenure import PriceRules, TenureTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Where a value of a policy pack comes from and how sure it is."""

    path: str
    """Dotted key in the scenario, such as ``policy.tenure.grant.grant_years``."""
    value: str
    """The value in force, as written."""
    source: str
    """Row of policy.md, article of law, paper, or the scenario file that set it."""
    confidence: str
    """V, D, K, U or A as policy.md defines them; ``set`` for a value a scenario chose."""
    note: str = ""
    """Remark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Levers in force."""

    pack: str
    """Policy pack the levers start from, such as ``gz2020``."""
    name: Label
    """Name of the policy."""
    standards: tuple[Admission, ...]
    """Admission standards the policy may choose from."""
    standard: str
    """Admission standard in force."""
    tenure: tuple[TenureTerms, ...]
    """Terms of every tenure mode that is defined."""
    offered: tuple[TenureModeId, ...] = ()
    """Modes of land on offer; empty for all that are defined."""
    offered_floor: tuple[TenureModeId, ...] = ()
    """Modes of floor space on offer, where the park has buildings; empty for all defined."""
    price: PriceRules
    """Prices."""
    supply: Supply
    """When and how much."""
    approvals: Approvals
    """Approval system."""
    lifecycle: Lifecycle
    """After the contract."""
    land: LandRules = LandRules()
    """Limits on the allocation."""
    objective: tuple[Criterion, ...] = (Criterion(objective="output"),)
    """What the allocation is for."""
    sense: Sense = Sense.MAXIMISE
    """Whether the objective is worth, of which the most is sought, or cost."""
    planner: PlannerChoice = PlannerChoice()
    """Who makes the plans."""
    decider: DeciderChoice = DeciderChoice()
    """How decisions allow for projects to come."""

    def __post_init__(self) -> None:
        modes = [terms.mode for terms in self.tenure]
        standards = [admission.standard for admission in self.standards]
        lease_max, term_max = self.price.lease_max_years, self.price.full_term_years
        require(
            "policy",
            (len(modes) > 0, "tenure", "needs at least one tenure mode"),
            (len(set(modes)) == len(modes), "tenure", "names a mode twice"),
            (
                self.standard in standards,
                "standard",
                f'no such admission standard "{self.standard}"; known: {", ".join(standards)}',
            ),
            *(
                (mode in modes, name, f'no such mode "{mode}"; known: {", ".join(modes)}')
                for name in ("offered", "offered_floor")
                for mode in getattr(self, name)
            ),
            *(
                (
                    terms.lease_years <= lease_max,
                    f"tenure.{terms.mode}.lease_years",
                    f"must be ≤ {lease_max:g} years; got {terms.lease_years:g}",
                )
                for terms in self.tenure
            ),
            *(
                (
                    terms.grant_years <= term_max,
                    f"tenure.{terms.mode}.grant_years",
                    f"must be ≤ {term_max:g} years; got {terms.grant_years:g}",
                )
                for terms in self.tenure
            ),
        )

    @property
    def admission(self) -> Admission:
        """Admission standard in force."""
        return next(entry for entry in self.standards if entry.standard == self.standard)

    @property
    def modes_on_offer(self) -> tuple[TenureTerms, ...]:
        """Terms of the modes of land on offer, in the order of the pack."""
        return self.modes_for(frozenset({SupplyKind.LAND}))

    def modes_for(self, kinds: frozenset[SupplyKind]) -> tuple[TenureTerms, ...]:
        """Return the terms of the modes on offer for some kinds of supply, in the pack's order."""
        offered = {SupplyKind.LAND: self.offered, SupplyKind.FLOOR: self.offered_floor}
        return tuple(
            terms
            for terms in self.tenure
            if terms.supply in kinds
            and (not offered[terms.supply] or terms.mode in offered[terms.supply])
        )

    def terms(self, mode: TenureModeId) -> TenureTerms:
        """Return the terms of a mode."""
        return next(terms for terms in self.tenure if terms.mode == mode)
