"""Units of land area: whole square metres inside, hectares and mu at the borders."""

M2_PER_HA = 10_000
MU_PER_HA = 15


def ha_from_m2(area_m2: float) -> float:
    """Convert square metres to hectares."""
    return area_m2 / M2_PER_HA


def mu_from_m2(area_m2: float) -> float:
    """Convert square metres to mu 亩 (15 mu to the hectare)."""
    return area_m2 * MU_PER_HA / M2_PER_HA


def m2_from_ha(area_ha: float) -> int:
    """Convert hectares to whole square metres."""
    return round(area_ha * M2_PER_HA)


def m2_from_mu(area_mu: float) -> int:
    """Convert mu 亩 to whole square metres."""
    return round(area_mu * M2_PER_HA / MU_PER_HA)
