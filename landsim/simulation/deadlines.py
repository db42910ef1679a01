"""Contracted start and finish: idle land, its fee and reclaim, and damages for delay."""

from collections.abc import Callable

from simpy import Event

from landsim.core.approval import StageRole
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.trajectory import MilestoneKind, ParcelState
from landsim.simulation.clock import Rank
from landsim.simulation.tenancy import Tenancy
from landsim.simulation.walk import Walk


class Deadlines:
    """The clocks that delivery starts 开竣工期限.

    Parameters
    ----------
    tenancy
        Whose land it is.
    walk
        Its approvals, for delay by government.

    Notes
    -----
    The idle-land clock stands still while a government review is beyond its statutory limit,
    if the policy excuses that. While one is, nothing is scheduled: the clock is read again
    when the review has been decided.

    References
    ----------
    policy.md 4.1–4.8: 闲置土地处置办法 art. 2, 城市房地产管理法 art. 26.
    """

    def __init__(self, tenancy: Tenancy, walk: Walk) -> None:
        self._tenancy = tenancy
        self._walk = walk
        self._clock = tenancy.world.clock
        self._rules = tenancy.world.policy.lifecycle
        self._steps: list[tuple[float, Callable[[], None]]] = []
        self._delivered = 0.0
        self._is_delivered = False
        self._stands_still = False
        tenancy.on_start = self._charge_late_start

    def reach(self, role: StageRole) -> None:
        """Start the clocks at delivery; charge for a late finish."""
        if role is StageRole.DELIVERY:
            self._deliver()
        elif role is StageRole.CONSTRUCTION:
            self._charge(self._rules.finish_deadline_months)

    def resume(self) -> None:
        """Read the idle-land clock again after a government delay."""
        if self._stands_still:
            self._stands_still = False
            self._check()

    def _deliver(self) -> None:
        idle = self._rules.idle
        self._delivered = self._clock.day
        self._is_delivered = True
        start_years = self._rules.start_deadline_months / 12
        self._steps = [
            (start_years, self._mark_idle),
            (start_years + idle.fee_after_years, self._charge_fee),
        ]
        if idle.reclaim_after_years is not None:
            self._steps.append((start_years + idle.reclaim_after_years, self._reclaim))
        if not self._tenancy.is_started:
            self._wait()

    def _due(self) -> float:
        return self._delivered + self._steps[0][0] * DAYS_PER_YEAR + self._excused_days()

    def _excused_days(self) -> float:
        if not self._rules.idle.excuses_government_delay:
            return 0.0
        return self._walk.government_delay_days(self._delivered)

    def _wait(self) -> None:
        self._clock.at(self._due(), Rank.END, self._tenancy.number, self._look)

    def _look(self, _: Event) -> None:
        self._check()

    def _check(self) -> None:
        if self._tenancy.is_over or self._tenancy.is_started or not self._steps:
            return
        if self._rules.idle.excuses_government_delay and self._walk.is_government_late():
            self._stands_still = True
        elif self._due() > self._clock.day:
            self._wait()
        else:
            _, act = self._steps.pop(0)
            act()
            self._check_next()

    def _check_next(self) -> None:
        if self._steps and not self._tenancy.is_over:
            self._wait()

    def _mark_idle(self) -> None:
        self._tenancy.set_state(ParcelState.IDLE)

    def _charge_fee(self) -> None:
        self._tenancy.mark(MilestoneKind.IDLE_FEE)
        self._tenancy.account.charge_idle_fee(self._clock.day)

    def _reclaim(self) -> None:
        self._tenancy.end(MilestoneKind.RECLAIMED, "idle")

    def _charge_late_start(self) -> None:
        self._charge(self._rules.start_deadline_months)

    def _charge(self, deadline_months: float) -> None:
        if not self._is_delivered:
            return
        due = self._delivered + deadline_months * DAYS_PER_MONTH + self._excused_days()
        late_days = self._clock.day - due
        if late_days > 0:
            self._tenancy.account.charge_damages(self._clock.day, late_days)
