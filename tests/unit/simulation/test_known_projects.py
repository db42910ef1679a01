from landsim.core.state import Decision, LandState
from landsim.simulation.run import simulate
from landsim.testing.builders import project, tiny_scenario


def states(**changes: object) -> list[LandState]:
    seen: list[LandState] = []

    def look(state: LandState) -> Decision:
        seen.append(state)
        return Decision(assignments=(), look_again_day=state.day + 100)

    simulate(tiny_scenario(**changes), look, seed=1, replication=0)
    return seen


def test_a_decision_knows_who_filed_and_nobody_else():
    for state in states():
        assert all(p.filed_day <= state.day for p in state.filed)
        assert [p.id for p in state.filed] == [f"J{n}" for n in range(len(state.filed))]


def test_whoever_filed_is_in_review_until_admitted():
    found = states(projects=(project("A", 0.0), project("B", 12.0)))
    first, last = found[0], found[-1]
    assert [w.project.id for w in first.waiting] == ["A"]
    assert [p.id for p in first.in_review] == ["B"]
    assert last.in_review == ()


def test_the_refused_are_in_review_no_more():
    poor = project("A", 0.0)
    poor = project("A", 0.0, promises=type(poor.promises)())
    found = states(projects=(poor, project("B", 100.0)))
    assert [p.id for p in found[-1].filed] == ["A", "B"]
    assert all(p.id != "A" for state in found for p in state.in_review)


def test_a_decider_is_asked_again_when_it_says_so():
    days = [state.day for state in states(projects=(project("A", 0.0),))]
    assert len(days) >= 3
    assert days[1] - days[0] == 107.0
