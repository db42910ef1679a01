"""Parks of any size, drawn from a seed and written as ordinary scenario folders."""
