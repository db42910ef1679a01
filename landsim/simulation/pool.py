"""The people at a desk: who is free, who waits, and who is served next."""

from bisect import insort
from operator import attrgetter

from simpy import Event

from landsim.core.approval import Desk
from landsim.errors import LandsimError
from landsim.simulation.clock import Clock, Rank
from landsim.simulation.discipline import Discipline
from landsim.simulation.review import Review

_ORDER = attrgetter("order")


class Pool:
    """Reviewers of one desk, some of whom may be reserved for the green channel.

    Parameters
    ----------
    clock
        The clock.
    desk
        Staff and reserved staff.
    number
        Position of the desk, which orders desks that choose at the same instant.
    discipline
        Who is served next.

    Notes
    -----
    Waiters first: a desk chooses once all endings and arrivals of an instant are in, so that
    whoever finishes and asks again at once never overtakes a case that already waits.
    """

    def __init__(self, clock: Clock, desk: Desk, number: int, discipline: Discipline) -> None:
        self._clock = clock
        self._desk = desk
        self._number = number
        self._discipline = discipline
        self._waiting: list[Review] = []
        self._n_ordinary = 0
        self._n_green = 0
        self._will_choose = False

    def ask(self, review: Review) -> None:
        """Put a review in the queue."""
        insort(self._waiting, review, key=_ORDER)
        self._choose_later()

    def leave(self, review: Review) -> None:
        """Take a review that nobody took up out of the queue."""
        self._waiting.remove(review)

    def give_back(self, review: Review) -> None:
        """Free the reviewer who worked on a review."""
        review.has_desk_time = False
        if review.is_green:
            self._n_green -= 1
        else:
            self._n_ordinary -= 1
        if self._waiting:
            self._choose_later()

    def _choose_later(self) -> None:
        if not self._will_choose and self._n_ordinary + self._n_green < self._desk.staff:
            self._will_choose = True
            self._clock.at(self._clock.day, Rank.DESK, self._number, self._choose)

    def _choose(self, _: Event) -> None:
        self._will_choose = False
        while self._waiting and self._n_ordinary + self._n_green < self._desk.staff:
            is_open_to_all = self._has_shared_staff()
            queue = self._waiting if is_open_to_all else [r for r in self._waiting if r.is_green]
            if not queue:
                return
            review = self._next(queue)
            self._waiting.remove(review)
            if review.is_green:
                self._n_green += 1
            else:
                self._n_ordinary += 1
            review.has_desk_time = True
            review.begin(review)

    def _has_shared_staff(self) -> bool:
        reserved = self._desk.green_staff
        n_shared_busy = self._n_ordinary + max(0, self._n_green - reserved)
        return n_shared_busy < self._desk.staff - reserved

    def _next(self, queue: list[Review]) -> Review:
        place = self._discipline(queue, self._clock.day)
        if not 0 <= place < len(queue):
            raise LandsimError(
                f'discipline "{self._desk.discipline}" of desk {self._desk.id} chose position '
                f"{place} of a queue of {len(queue)}"
            )
        return queue[place]
