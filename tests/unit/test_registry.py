import pytest

from landsim.errors import LandsimError, UnknownNameError
from landsim.registry import Registry


@pytest.fixture
def registry() -> Registry[object]:
    return Registry("thing", "landsim.locale")


def test_what_is_filed_is_found(registry):
    thing = object()
    assert registry.register("first")(thing) is thing
    assert registry.get("first") is thing


def test_names_are_sorted(registry):
    for name in ("b", "a", "c"):
        registry.register(name)(name)
    assert registry.names() == ("a", "b", "c")
    assert list(registry.items()) == [("a", "a"), ("b", "b"), ("c", "c")]


def test_a_name_is_never_shadowed(registry):
    def first() -> None: ...

    registry.register("first")(first)
    registry.register("first")(first)
    with pytest.raises(LandsimError, match='thing "first" is already registered by'):
        registry.register("first")(object())


def test_an_unknown_name_is_told_with_the_nearest(registry):
    registry.register("quota")(1)
    with pytest.raises(UnknownNameError, match='did you mean "quota"'):
        registry.get("qouta")


def test_the_origin_of_a_component_is_its_module(registry):
    def component() -> None: ...

    registry.register("mine")(component)
    assert registry.origin("mine") == component.__module__


def test_installed_packages_may_add_components(registry, monkeypatch):
    class Entry:
        name = "theirs"

        def load(self) -> str:
            return "loaded"

    asked = []

    def entry_points(*, group: str) -> list[Entry]:
        asked.append(group)
        return [Entry()]

    monkeypatch.setattr("landsim.registry.entry_points", entry_points)
    assert registry.get("theirs") == "loaded"
    assert asked == ["landsim.things"]


def test_the_modules_of_the_home_are_loaded_once(registry, monkeypatch):
    loaded = []
    monkeypatch.setattr(
        "landsim.registry.importlib.import_module", lambda name: loaded.append(name) or _PACKAGE
    )
    registry.names()
    registry.names()
    assert loaded[0] == "landsim.locale"
    assert len(loaded) == len(set(loaded))


class _PACKAGE:
    __path__: tuple[str, ...] = ()
