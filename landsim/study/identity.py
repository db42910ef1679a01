"""Short names of runs, made of what they are and of nothing else."""

import hashlib
import re

_DIGITS = 6


def run_name(variant: str) -> str:
    """Return the readable part of a run's identifier: the variant, fit for a folder's name."""
    return re.sub(r"[^\w.]+", "_", variant).strip("_.") or "base"


def run_identifier(
    *, variant: str, scenario_sha256: str, seed: int, reps: int, decider: str
) -> str:
    """Return the identifier of a run, such as ``reform-7f3a21``.

    Parameters
    ----------
    variant
        Variant in force.
    scenario_sha256
        Hash of the resolved scenario, which holds the variant's levers.
    seed
        Root seed.
    reps
        Number of replications.
    decider
        Who decides at the epochs.

    Examples
    --------
    >>> run_identifier(variant="reform", scenario_sha256="0" * 64, seed=1, reps=20, decider="")
    'reform-326fe9'
    """
    content = f"{scenario_sha256}/{seed}/{reps}/{decider}"
    digest = hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
    return f"{run_name(variant)}-{digest}"
