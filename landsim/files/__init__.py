"""Disk and core: scenario files become a `Scenario`, runs become tables, and back."""
