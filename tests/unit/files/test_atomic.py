from pathlib import Path

import pytest

from landsim.files.atomic import replacing, write_text


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    write_text(path, "old")

    def fail() -> None:
        with replacing(path) as draft:
            draft.write_text("half")
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - whatever stops the writing
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_before_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    with replacing(path) as draft:
        draft.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"


def test_text_has_line_feeds_and_perhaps_a_mark(tmp_path: Path) -> None:
    write_text(tmp_path / "log.csv", "案件\n一\n", encoding="utf-8-sig")
    assert (tmp_path / "log.csv").read_bytes() == b"\xef\xbb\xbf" + "案件\n一\n".encode()
