"""Settings of the documentation; the reference pages are generated when it is built."""

import logging
import sys
from pathlib import Path

import jieba

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

jieba.setLogLevel(logging.WARNING)

project = "landsim"
author = "The landsim developers"
copyright = author
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "offline_math",
    "reference_pages",
]
html_math_renderer = "offline"
html_theme = "furo"
html_title = "landsim"
html_search_language = "zh"
html_search_options = {"dict": str(DOCS / "search-words.txt")}
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "changes/*.*.md"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
napoleon_google_docstring = False
