"""One way to state what must hold inside a value, whoever builds it."""

from landsim.errors import Problem, ScenarioError


def require(owner: str, *checks: tuple[bool, str, str]) -> None:
    """Raise one error with every check that fails.

    Parameters
    ----------
    owner
        What is being built, such as ``parcel P-13``.
    checks
        Condition, field, and what is wrong when the condition is false.

    Raises
    ------
    ScenarioError
        If a condition is false.
    """
    faults = [
        Problem(where=owner, path=field, what=what) for holds, field, what in checks if not holds
    ]
    if faults:
        raise ScenarioError(faults)
