"""The terminal: the only place that prints; every verb imports what it needs when it is called."""
