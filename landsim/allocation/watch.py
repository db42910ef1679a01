"""What HiGHS says while it works, passed on to a listener that may stop it."""

import math
from typing import Any

from landsim.core.progress import Enough, Incumbent, Listener

_INFINITE = 1e100


class Watch:
    """Pass on what HiGHS finds, and stop it when the listener or the user says so.

    Parameters
    ----------
    listener
        Told of incumbents and bounds; what it raises stops the solve.
    scale
        Factor on the points in HiGHS.
    most_steps
        Steps of branch and bound, such as rounds of cuts, after which it stops; None for no
        limit. They depend on the program alone, not on the machine.
    """

    def __init__(self, listener: Listener, scale: float, most_steps: int | None = None) -> None:
        self._listener = listener
        self._scale = scale
        self._steps_left = math.inf if most_steps is None else most_steps
        self._stored: BaseException | None = None
        self._step_kind: Any = None
        self._told: tuple[float, float] = (-math.inf, 0.0)

    def attach(self, highs: Any) -> None:  # noqa: ANN401 - highspy has no types
        """Ask HiGHS to call back."""
        from highspy import _core  # noqa: PLC0415 - loaded already

        kinds = _core.cb.HighsCallbackType
        self._step_kind = kinds.kCallbackMipInterrupt
        highs.setCallback(self.look, None)
        for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
            highs.startCallback(kind)

    def look(self, kind: Any, message: str, out: Any, answer: Any, data: Any) -> None:  # noqa: ANN401, ARG002 - shape of HiGHS
        """Tell the listener of a better plan at once, of the bound every second."""
        if self._stored is None:
            try:
                self._tell(out.mip_primal_bound, out.mip_dual_bound, out.running_time)
            except BaseException as fault:  # noqa: BLE001 - raised again once HiGHS has returned
                self._stored = fault
        if kind == self._step_kind:
            self._steps_left -= 1
        if self._stored is not None or self._steps_left < 0:
            answer.user_interrupt = True

    def _tell(self, value: float, bound: float, seconds: float) -> None:
        told_value, told_seconds = self._told
        is_due = value > told_value or seconds >= told_seconds + 1
        if abs(value) < _INFINITE and is_due:
            self._told = (value, seconds)
            event = Incumbent(
                task="plan", value=value / self._scale, bound=bound / self._scale, seconds=seconds
            )
            self._listener(event)

    @property
    def has_enough(self) -> bool:
        """Whether what has been found so far is wanted: by the listener, or after all steps."""
        return isinstance(self._stored, Enough) or (self._stored is None and self._steps_left < 0)

    def raise_stored(self) -> None:
        """Raise what stopped the solve, unless the best plan so far is wanted."""
        if self._stored is not None and not self.has_enough:
            raise self._stored
