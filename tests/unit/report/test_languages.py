"""Everything the page says is there in both languages."""

import re

from landsim.report.states import states_json
from landsim.report.words import words

CHINESE = re.compile("[\u3400-\u9fff]")


def test_every_shared_text_has_both_languages(data, languages):
    assert data["texts"]
    for text in data["texts"]:
        assert set(text) == set(languages)
        assert all(text.values())


def test_words_are_chinese_in_chinese_and_not_in_english(data):
    spoken = [text for text in data["texts"] if re.search("[A-Za-z]{3}", text["en"])]
    assert len(spoken) > 200
    assert [text["en"] for text in spoken if not CHINESE.search(text["zh"])] == []
    assert [text["en"] for text in data["texts"] if CHINESE.search(text["en"])] == []


def test_no_placeholder_is_left_unfilled(data):
    own_words = {text["en"] for text in words().values()}
    left = [t["en"] for t in data["texts"] if re.search(r"\{\w+\}", t["en"])]
    assert set(left) <= own_words


def test_words_asked_for_by_the_script_are_there():
    from landsim.report.page import page_script

    script = page_script()
    asked = set(re.findall(r"\bword\(\"(\w+)\"", script))
    asked |= {f"view_{view}" for view in ("states", "occupied", "zones")}
    asked |= {f"order_{order}" for order in ("first", "parcel", "vacant")}
    asked |= {"zoom_in", "zoom_out", "zoom_all"}
    asked |= set(re.findall(r'"(\w+)"', re.search(r"const names = \[(.*?)\]", script).group(1)))
    assert asked <= set(words())
    assert set(words()) <= asked


def test_states_are_named_in_both_languages(languages):
    for state in states_json():
        assert set(state["name"]) == set(languages)
        assert state["name"]["zh"] != state["name"]["en"]
