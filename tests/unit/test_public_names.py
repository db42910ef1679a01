"""The public names load on first use, from where they live."""

import pytest

import landsim


@pytest.mark.parametrize("name", landsim.__all__)
def test_public_name_loads_and_is_documented(name):
    thing = getattr(landsim, name)
    assert thing.__doc__


def test_names_are_listed_once_and_sorted():
    assert landsim.__all__ == sorted(set(landsim.__all__))
    assert dir(landsim) == landsim.__all__


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="read_scenarios"):
        landsim.read_scenarios  # noqa: B018
