"""Studies: simulate, measure, store, compare, check again and explain."""
