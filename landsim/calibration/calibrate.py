"""From a log to a fit: office hours, arrivals, stages, desks, drift, and how far to trust it."""

from dataclasses import dataclass

from landsim.calibration.drift import Drift, find_drift
from landsim.calibration.evaluate import choose_half_life
from landsim.calibration.histories import Histories, fit_histories
from landsim.calibration.log import EventLog
from landsim.calibration.parameters import ProcessFit, fit_process
from landsim.core.progress import Note

_DRIFT_P = 0.01
_SELDOM = 30
_ONE_HAND = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a log says, and how well that foretells it."""

    histories: Histories
    """Weights, arrivals and office hours."""
    half_life_days: float
    """Age at which a case counts half; infinite for equal weights."""
    process: ProcessFit
    """Stages and desks."""
    drift: tuple[Drift, ...]
    """What changed between the earlier and the later half."""
    warnings: tuple[Note, ...]
    """What the log cannot tell."""


def calibrate(log: EventLog, *, seed: int = 1) -> Calibration:
    """Fit approval parameters to a log.

    Parameters
    ----------
    log
        Log, its activities named as stages where a map was given.
    seed
        Seed of the trials that choose how fast past cases fade.
    """
    now = float(log.end.max())
    half_life = choose_half_life(log, now=now, seed=seed)
    histories = fit_histories(log, now=now, half_life_days=half_life)
    process = fit_process(log, histories.hours, histories.weight)
    drift = find_drift(log)
    return Calibration(
        histories=histories,
        half_life_days=half_life,
        process=process,
        drift=drift,
        warnings=_warnings(log, process, drift),
    )


def _warnings(log: EventLog, process: ProcessFit, drift: tuple[Drift, ...]) -> tuple[Note, ...]:
    notes = []
    if any(not stage.is_begin_stated for stage in process.stages):
        notes.append(
            Note(
                message=(
                    "the log does not say when work began: work and waiting are told apart by"
                    " who was busy with what, and work may hold pauses"
                )
            )
        )
    if not log.resources:
        notes.append(Note(message="the log names nobody: desks and staff cannot be told"))
    notes += [
        Note(
            message=(
                "the process changed: {figure} {earlier} in the earlier half,"
                " {later} in the later one"
            ),
            values=(
                ("figure", change.figure),
                ("earlier", f"{change.earlier:.3g}"),
                ("later", f"{change.later:.3g}"),
            ),
        )
        for change in drift
        if change.p_value < _DRIFT_P
    ]
    seldom = [stage.stage for stage in process.stages if stage.n_passes < _SELDOM]
    if seldom:
        notes.append(
            Note(
                message="{n} stages were passed fewer than {least} times; their laws are uncertain",
                values=(("n", str(len(seldom))), ("least", str(_SELDOM))),
            )
        )
    notes += [
        Note(
            message="one resource does {share} of the work at desk {desk}",
            values=(("share", f"{desk.top_share:.0%}"), ("desk", desk.desk)),
        )
        for desk in process.desks
        if desk.top_share > _ONE_HAND and desk.staff > 1
    ]
    return tuple(notes)
