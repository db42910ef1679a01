import pytest

from landsim.core.invariant import require
from landsim.core.label import Label, Language
from landsim.core.progress import Finished, ignore
from landsim.errors import ScenarioError


def test_a_label_reads_in_both_languages():
    name = Label(zh="先租后让", en="lease then transfer")
    assert name.text(Language.ZH) == "先租后让"
    assert name.text(Language.EN) == "lease then transfer"


def test_what_holds_is_not_told():
    require("thing", (True, "field", "never told"))


def test_every_fault_is_told():
    with pytest.raises(ScenarioError) as caught:
        require("thing", (False, "one", "is wrong"), (True, "two", ""), (False, "three", "too"))
    assert str(caught.value) == "thing one: is wrong\nthing three: too"


def test_nobody_has_to_listen():
    assert ignore(Finished(task="plan")) is None
