"""Named components that anybody may add to: rules, objectives, planners, disciplines, metrics."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from landsim.errors import LandsimError, UnknownNameError

T = TypeVar("T")


class Registry(Generic[T]):
    """Components of one kind by name.

    A component is filed by decorator in one's own script, by being a module of the package
    that is the home of its kind, or by an entry point ``landsim.<kind>s`` of an installed
    package. A second component of the same name is an error, never a shadow.

    Parameters
    ----------
    kind
        Singular word for messages, such as ``"metric"``.
    home
        Package whose modules file the shipped components when they are imported.
    """

    def __init__(self, kind: str, home: str) -> None:
        self.kind = kind
        self.home = home
        self._components: dict[str, T] = {}
        self._origins: dict[str, str] = {}
        self._is_loaded = False

    def register(self, name: str, *, origin: str = "") -> Callable[[T], T]:
        """Return a decorator that files a component under ``name``.

        Parameters
        ----------
        name
            Name, unique among components of the kind.
        origin
            Module to name as its home; empty for the one the component says.

        Raises
        ------
        LandsimError
            If ``name`` is taken.
        """

        def file(component: T) -> T:
            if name in self._components and self._components[name] is not component:
                raise LandsimError(
                    f'{self.kind} "{name}" is already registered by {self._origins[name]}'
                )
            self._components[name] = component
            home = getattr(component, "__module__", type(component).__module__)
            self._origins[name] = origin or home
            return component

        return file

    def get(self, name: str) -> T:
        """Return the component filed under ``name``.

        Raises
        ------
        UnknownNameError
            If there is none; the message names the nearest.
        """
        self._load()
        try:
            return self._components[name]
        except KeyError:
            raise UnknownNameError(self.kind, name, self._components) from None

    def names(self) -> tuple[str, ...]:
        """Return all names, sorted."""
        self._load()
        return tuple(sorted(self._components))

    def items(self) -> Iterator[tuple[str, T]]:
        """Iterate over names and components, sorted by name."""
        return ((name, self._components[name]) for name in self.names())

    def origin(self, name: str) -> str:
        """Return the module that filed ``name``."""
        self.get(name)
        return self._origins[name]

    def _load(self) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        home = importlib.import_module(self.home)
        for module in pkgutil.iter_modules(home.__path__):
            importlib.import_module(f"{self.home}.{module.name}")
        for entry in entry_points(group=f"landsim.{self.kind}s"):
            self.register(entry.name)(entry.load())
