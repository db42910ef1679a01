"""Phase 2 of a project as a project of its own: as planners expect it, as firms build it."""

from collections.abc import Iterable
from dataclasses import replace

from landsim.core.distribution import Constant
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ids import ProjectId, TenureModeId
from landsim.core.phase import LaterPhase
from landsim.core.project import ModeAcceptance, Project, Promises

_SUFFIX = "/2"


def phase_id(project: ProjectId) -> ProjectId:
    """Return the name under which phase 2 of a project goes."""
    return ProjectId(f"{project}{_SUFFIX}")


def first_phase_id(phase: ProjectId) -> ProjectId:
    """Return the project whose phase 2 goes under a name; the name itself if it is no phase 2."""
    return ProjectId(phase.removesuffix(_SUFFIX))


def expected_phase(project: Project, phase: LaterPhase, modes: Iterable[TenureModeId]) -> Project:
    """Return phase 2 as a planner sees it when phase 1 asks for land.

    Parameters
    ----------
    project
        Phase 1.
    phase
        What it states of phase 2.
    modes
        Tenure modes there are.

    Notes
    -----
    Promises and power go with the area. Acceptance is multiplied by the stated probability, so
    that points are worth that share; building begins ``after_months`` later.
    """
    conduct = project.conduct
    delay_months = conduct.start_delay_months.mean + phase.after_months
    return replace(
        _scaled(project, phase, phase.area_m2),
        acceptance=tuple(
            ModeAcceptance(mode=mode, probability=project.accepts(mode) * phase.probability)
            for mode in modes
        ),
        conduct=replace(conduct, start_delay_months=Constant(value=delay_months)),
    )


def exercised_phase(
    project: Project, phase: LaterPhase, *, area_m2: int, filed_day: float, expiry_day: float
) -> Project:
    """Return phase 2 as it files once the firm builds it.

    Parameters
    ----------
    project
        Phase 1.
    phase
        What it states of phase 2.
    area_m2
        Land reserved for it.
    filed_day
        Day on which it files.
    expiry_day
        Day on which the option ends: the project waits no longer for its land.
    """
    made = _scaled(project, phase, area_m2)
    return replace(
        made,
        filed_day=filed_day,
        need_by_day=filed_day,
        patience_days=max(0.0, expiry_day - filed_day),
        needs=replace(made.needs, area_min_m2=area_m2, area_max_m2=area_m2),
    )


def hold_days(phase: LaterPhase) -> float:
    """Return how long land is reserved at most, in calendar days."""
    return phase.expiry_months * DAYS_PER_MONTH


def _scaled(project: Project, phase: LaterPhase, area_m2: int) -> Project:
    needs, promises = project.needs, project.promises
    share = area_m2 / needs.area_min_m2
    most_m2 = phase.area_m2 * needs.area_max_m2 // needs.area_min_m2
    return replace(
        project,
        id=phase_id(project.id),
        name=f"{project.name} (2)",
        needs=replace(
            needs,
            area_min_m2=phase.area_m2,
            area_max_m2=most_m2,
            floor_min_m2=0,
            floor_max_m2=0,
            power_mw=needs.power_mw * share,
        ),
        promises=Promises(
            investment_mcny=promises.investment_mcny * share,
            output_mcny_per_year=promises.output_mcny_per_year * share,
            tax_mcny_per_year=promises.tax_mcny_per_year * share,
            jobs=promises.jobs * share,
            firms=0.0,
            rd_share=promises.rd_share,
        ),
        acceptance=(),
        ability_to_pay_mcny=None,
        later_phase=None,
    )
