"""The shipped disciplines, one to a file."""
