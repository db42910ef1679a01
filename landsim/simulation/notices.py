"""What the last plan made known of later periods, and whether the next decision keeps to it."""

from landsim.core.announcement import keeps
from landsim.core.decisionlog import Announcement, Verdict
from landsim.core.plan import Assignment
from landsim.core.state import Decision
from landsim.simulation.world import World


class Notices:
    """Announced assignments between one decision and the next.

    Parameters
    ----------
    world
        Clock, who waits, and records.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._day = 0.0
        self._announced: tuple[Assignment, ...] = ()

    def standing(self) -> tuple[Assignment, ...]:
        """Return what was announced to projects that still wait."""
        return tuple(entry for entry in self._announced if entry.project in self._world.waiting)

    def judge(self, decision: Decision) -> None:
        """Write down how the standing announcements fared; call before land is offered."""
        standing = self.standing()
        decided = (*decision.assignments, *self._later(decision))
        for entry in self._announced:
            if entry not in standing:
                verdict = Verdict.LAPSED
            elif any(keeps(entry, other) for other in decided):
                verdict = Verdict.KEPT
            else:
                verdict = Verdict.CHANGED
            self._write(entry, self._world.clock.day, verdict)
        self._announced = ()

    def announce(self, decision: Decision) -> None:
        """Make known what the decision plans for later periods; call after land was offered."""
        self._day = self._world.clock.day
        self._announced = self._later(decision)
        self._announced = self.standing()

    def close(self) -> None:
        """Write down at the horizon's end what no decision followed."""
        for entry in self._announced:
            self._write(entry, self._world.end_day, Verdict.LAPSED)

    def _later(self, decision: Decision) -> tuple[Assignment, ...]:
        now = self._world.scenario.horizon.period_of(self._world.clock.day)
        return tuple(entry for entry in decision.announced if entry.period > now)

    def _write(self, entry: Assignment, day: float, verdict: Verdict) -> None:
        parcels = "+".join(entry.parcels)
        self._world.recorder.announcements.append(
            Announcement(self._day, entry.project, parcels, entry.mode, entry.period, day, verdict)
        )
