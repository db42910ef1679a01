"""Cluster bonus: a block that holds every listed role of the industry chain 产业链."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, rules
from landsim.allocation.spread import order_of
from landsim.core.label import Label
from landsim.core.landrules import Cluster
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, IntArray
from landsim.core.project import ChainRole

NAME = "cluster"


@rules.register(NAME)
class Clusters:
    """A bonus column may be 1 only if the block holds every role; it forbids nothing."""

    label = Label(zh="产业链集聚", en="cluster bonus")

    def add_rows(self, program: Program) -> None:
        """Add a bonus column for each cluster and a row for each role it still lacks."""
        clusters = program.problem.policy.land.clusters
        if not clusters:
            return
        facts, members_of = Facts(program.problem), _Members(program.options)
        for cluster in clusters:
            lacking = _lacking_roles(facts, cluster)
            members = [members_of(cluster.block, role) for role in lacking]
            if not lacking or not all(len(options) for options in members):
                continue
            bonus = program.add_column(bonus=cluster.bonus)
            for options in members:
                program.add_rows(
                    NAME,
                    np.zeros(len(options) + 1, dtype=np.int64),
                    np.append(options, bonus),
                    np.append(-np.ones(len(options)), 1.0),
                    upper=[0.0],
                    label=_label(cluster),
                )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield nothing: a bonus is a reward, not a limit."""
        del problem, plan
        yield from ()


def _lacking_roles(facts: Facts, cluster: Cluster) -> tuple[ChainRole, ...]:
    """Return the roles that nobody in the block holds now."""
    held = {
        entry.project.chain_role
        for entry in facts.held_now
        if facts.parcels[entry.parcel].block == cluster.block
    }
    return tuple(role for role in cluster.roles if role not in held)


class _Members:
    """Options by the block they lie in and the role they bring."""

    def __init__(self, options: Options) -> None:
        roles = tuple(ChainRole)
        blocks = sorted({parcel.block for parcel in options.land.park.parcels})
        self._block = {block: place for place, block in enumerate(blocks)}
        self._role = {role: place for place, role in enumerate(roles)}
        of_parcel = [self._block[parcel.block] for parcel in options.land.park.parcels]
        of_asker = [self._role[entry.project.chain_role] for entry in options.askers.asking]
        block = np.array(of_parcel, dtype=np.int64)[options.take_parcel]
        role = np.array(of_asker, dtype=np.int64)[options.project[options.take_option]]
        group, n_groups = block * len(roles) + role, len(blocks) * len(roles)
        self._option = options.take_option[order_of(group, n_groups)]
        sizes = np.bincount(group, minlength=n_groups)
        self._begin = np.concatenate([[0], np.cumsum(sizes)])

    def __call__(self, block: str, role: ChainRole) -> IntArray:
        """Return the options that would bring a role into a block."""
        if block not in self._block:
            return np.zeros(0, dtype=np.int64)
        group = self._block[block] * len(self._role) + self._role[role]
        hits = self._option[self._begin[group] : self._begin[group + 1]]
        return np.asarray(hits[np.diff(hits, prepend=-1) > 0])


def _label(cluster: Cluster) -> RowLabel:
    return lambda _: about("cluster in block {block}", block=cluster.block)
