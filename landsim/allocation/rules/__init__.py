"""Rules, one to a file; every module here is imported when the rules are asked for."""
