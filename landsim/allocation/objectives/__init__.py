"""Criteria, one to a file; every module here is imported when an objective is asked for."""
