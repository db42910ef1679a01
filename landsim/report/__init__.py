"""Stored runs to pages: one offline HTML report, in Chinese and in English."""
