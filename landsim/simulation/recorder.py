"""What happened, written down in order; a recorder draws nothing and schedules nothing."""

from collections.abc import Sequence

from landsim.core.decisionlog import Announcement, Reservation, Servicing
from landsim.core.project import Project
from landsim.core.trajectory import (
    AreaPosting,
    Epoch,
    Milestone,
    MoneyPosting,
    PassedOver,
    Production,
    Span,
    StagePass,
    Trajectory,
)


class Recorder:
    """Append-only tables of one replication."""

    __slots__ = (
        "announcements",
        "area_postings",
        "epochs",
        "milestones",
        "money_postings",
        "passed_over",
        "productions",
        "reservations",
        "servicing",
        "spans",
        "stage_passes",
    )

    def __init__(self) -> None:
        self.milestones: list[Milestone] = []
        self.stage_passes: list[StagePass] = []
        self.spans: list[Span] = []
        self.area_postings: list[AreaPosting] = []
        self.money_postings: list[MoneyPosting] = []
        self.productions: list[Production] = []
        self.epochs: list[Epoch] = []
        self.passed_over: list[PassedOver] = []
        self.servicing: list[Servicing] = []
        self.announcements: list[Announcement] = []
        self.reservations: list[Reservation] = []

    def trajectory(
        self, *, replication: int, seed: int, n_days: int, projects: Sequence[Project]
    ) -> Trajectory:
        """Return the tables as one value.

        Parameters
        ----------
        replication
            Index of the replication.
        seed
            Root seed.
        n_days
            Length of the horizon.
        projects
            Projects that filed, in order.
        """
        return Trajectory(
            replication=replication,
            seed=seed,
            n_days=n_days,
            projects=tuple(projects),
            milestones=tuple(self.milestones),
            stage_passes=tuple(self.stage_passes),
            spans=tuple(sorted(self.spans, key=lambda span: (span.parcel, span.begin))),
            area_postings=tuple(self.area_postings),
            money_postings=tuple(sorted(self.money_postings, key=lambda posting: posting.day)),
            productions=tuple(self.productions),
            epochs=tuple(self.epochs),
            passed_over=tuple(self.passed_over),
            servicing=tuple(self.servicing),
            announcements=tuple(self.announcements),
            reservations=tuple(self.reservations),
        )
