"""Tables as plain text or as Markdown."""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, is_markdown: bool) -> str:
    """Return a table.

    Parameters
    ----------
    header, rows
        Cells.
    is_markdown
        Whether to write Markdown.
    """
    if is_markdown:
        lines = ["| " + " | ".join(row) + " |" for row in (header, *rows)]
        return "\n".join([lines[0], "|" + "---|" * len(header), *lines[1:]])
    widths = [max(len(row[n]) for row in (header, *rows)) for n in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, *rows)
    )


def seconds(value: float) -> str:
    """Return a time with two or three digits that say something."""
    return f"{1000 * value:.0f} ms" if value < 0.1 else f"{value:.2f} s"


def times(value: float) -> str:
    """Return a ratio."""
    return f"{value:.2f} ×" if value < 10 else f"{value:,.0f} ×"
