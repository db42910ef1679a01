"""Published instances of the generalised assignment problem, read and turned into scenarios."""
