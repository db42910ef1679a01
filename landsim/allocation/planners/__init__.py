"""Planners, one to a file; every module here is imported when a planner is asked for."""
