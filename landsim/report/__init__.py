"""Stored runs to pages: one offline HTML report, in Chinese and in English."""

from landsim.report.page import write_report

__all__ = ["write_report"]
