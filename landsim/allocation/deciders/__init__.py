"""Deciders, one to a file; every module here is imported when a decider is asked for."""
