"""Cluster bonus: a block that holds every listed role of the industry chain 产业链."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, rules
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
        for cluster in program.problem.policy.land.clusters:
            lacking = _lacking_roles(program.problem, cluster)
            members = [_members(program.options, cluster, role) for role in lacking]
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


def _lacking_roles(problem: AllocationProblem, cluster: Cluster) -> tuple[ChainRole, ...]:
    """Return the roles that nobody in the block holds now."""
    facts = Facts(problem)
    held = {
        entry.project.chain_role
        for entry in facts.held_now
        if facts.parcels[entry.parcel].block == cluster.block
    }
    return tuple(role for role in cluster.roles if role not in held)


def _members(options: Options, cluster: Cluster, role: ChainRole) -> IntArray:
    """Return the options that would bring a role into the block."""
    has_role = np.array(
        [entry.project.chain_role is role for entry in options.askers.asking], dtype=bool
    )
    in_block = np.array(
        [parcel.block == cluster.block for parcel in options.land.park.parcels], dtype=bool
    )
    hits = options.take_option[in_block[options.take_parcel]]
    hits = hits[has_role[options.project[hits]]]
    return np.asarray(hits[np.diff(hits, prepend=-1) > 0])


def _label(cluster: Cluster) -> RowLabel:
    return lambda _: about("cluster in block {block}", block=cluster.block)
