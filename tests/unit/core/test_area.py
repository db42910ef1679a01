import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.area import ha_from_m2, m2_from_ha, m2_from_mu, mu_from_m2


def test_fifteen_mu_make_a_hectare():
    assert mu_from_m2(10_000) == 15
    assert m2_from_mu(15) == 10_000
    assert ha_from_m2(25_000) == 2.5
    assert m2_from_ha(2.5) == 25_000


def test_one_mu_is_two_thirds_of_a_thousand_square_metres():
    assert m2_from_mu(1) == 667
    assert mu_from_m2(667) == pytest.approx(1.0005)


@given(st.integers(0, 10**9))
def test_whole_square_metres_survive_both_units(area_m2):
    assert m2_from_ha(ha_from_m2(area_m2)) == area_m2
    assert m2_from_mu(mu_from_m2(area_m2)) == area_m2
