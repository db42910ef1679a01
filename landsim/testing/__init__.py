"""What extension authors, and our own tests, test with."""
