"""The simulated life of a park, from filing to re-supply; the only home of SimPy."""

from landsim.simulation.discipline import Discipline, Ticket
from landsim.simulation.run import simulate

__all__ = ["Discipline", "Ticket", "simulate"]
