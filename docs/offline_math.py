"""Formulas as MathML, which browsers draw by themselves: no script, no outside request."""

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def show_inline(page: HTML5Translator, node: nodes.math) -> None:
    """Write a formula inside a line."""
    page.body.append(str(tex2mathml(node.astext(), as_block=False)))
    raise nodes.SkipNode


def show_block(page: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    page.body.append(f'<div class="math">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer("offline", (show_inline, None), (show_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
