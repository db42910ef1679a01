"""Deciders of a few lines, for tests and as examples of the `Decide` protocol."""

from landsim.core.ids import TenureModeId
from landsim.core.plan import Assignment, Take
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState


def serve_nobody(state: LandState) -> Decision:  # noqa: ARG001 - it does not even look
    """Give nothing to anybody."""
    return Decision(assignments=())


def serve_in_turn(scenario: Scenario, mode: TenureModeId | None = None) -> Decide:
    """Return a decider that gives the next free parcel to whoever waited longest.

    It asks nothing about zone, size or rules; parcels go in the order of the park.

    Parameters
    ----------
    scenario
        Park and modes on offer.
    mode
        Tenure mode; None for the first on offer.
    """
    chosen = mode or scenario.policy.modes_on_offer[0].mode

    def decide(state: LandState) -> Decision:
        ready = (part for part in state.free if part.from_day <= state.day)
        return Decision(
            assignments=tuple(
                Assignment(
                    project=waiting.project.id,
                    bundle=(Take(parcel=part.parcel, area_m2=part.area_m2),),
                    period=state.period,
                    mode=chosen,
                    end_period=scenario.horizon.n_periods,
                )
                for waiting, part in zip(state.waiting, ready, strict=False)
            )
        )

    return decide
