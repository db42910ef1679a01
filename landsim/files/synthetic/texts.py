"""A synthetic park as the files of an ordinary scenario folder, on disk or in memory."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from string import Template

from landsim.core.scenario import Scenario
from landsim.files.read import FILE_NAME, scenario_of_texts
from landsim.files.synthetic.demand import Filing, draw_filings
from landsim.files.synthetic.land import (
    MONTHS_PER_PERIOD,
    START,
    Site,
    Substation,
    district_id,
    draw_sites,
    draw_substations,
    n_districts,
    node_id,
)
from landsim.files.synthetic.order import MODES, ParkOrder

_CRS = "EPSG:4547"
_QUOTA_FACTOR = 1.3
_ZONE = "{{name: {{zh: {name}, en: {name}}}, far_min: 1, far_max: 4}}"
_CLUSTER = "{{block: {name}, roles: [base, technology, application], bonus: 0.5}}"


def synthetic_scenario(order: ParkOrder) -> Scenario:
    """Return a synthetic park without touching the disk.

    Parameters
    ----------
    order
        What the park is to be like.

    Returns
    -------
    Scenario
        The same scenario that its folder would give: both are read from the same texts.
    """
    return scenario_of_texts(synthetic_texts(order)).scenario


def synthetic_texts(order: ParkOrder) -> Mapping[str, str]:
    """Return the files of a synthetic park by name.

    Parameters
    ----------
    order
        What the park is to be like.
    """
    sites = draw_sites(order)
    stations, filings = draw_substations(order, sites), draw_filings(order, sites)
    return {
        FILE_NAME: _scenario_text(order, sites, stations),
        "parcels.geojson": _geojson(sites),
        "projects.csv": _table(filings),
    }


def _scenario_text(
    order: ParkOrder, sites: tuple[Site, ...], stations: tuple[Substation, ...]
) -> str:
    skeleton = Path(__file__).with_name("skeleton.yaml").read_text(encoding="utf-8")
    districts = [district_id(district) for district in range(n_districts(order))]
    years = max(1.0, order.n_periods * MONTHS_PER_PERIOD / 12)
    return Template(skeleton).substitute(
        name=order.name,
        size=order.size or "of its own",
        seed=order.seed,
        tightness=f"{order.tightness:g}",
        tenure_mix=order.tenure_mix,
        start=START,
        n_periods=order.n_periods,
        crs=_CRS,
        zones="\n".join(f"    {name}: {_ZONE.format(name=name)}" for name in districts),
        nodes="\n".join(f"    {station.id}: {_node(station)}" for station in stations),
        modes=", ".join(MODES),
        quota_m2=round(_QUOTA_FACTOR * sum(site.area_m2 for site in sites) / years),
        shares=", ".join(
            f"{share.mode}: {{min_share: {share.min_share:g}, max_share: {share.max_share:g}}}"
            for share in order.shares
        ),
        clusters="\n".join(f"      - {_CLUSTER.format(name=name)}" for name in districts),
    )


def _node(station: Substation) -> str:
    steps = ", ".join(f"{since}: {amount}" for since, amount in station.steps_mw)
    return f"{{name: {{zh: {station.id}, en: {station.id}}}, steps: {{{steps}}}}}"


def _geojson(sites: tuple[Site, ...]) -> str:
    """Return the parcels as GeoJSON, a feature to a line."""
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{_CRS.replace(':', '::')}"}}
    head = f'{{"type": "FeatureCollection", "name": "parcels", "crs": {json.dumps(crs)},'
    features = ",\n".join(json.dumps(_feature(site)) for site in sites)
    return f'{head} "features": [\n{features}\n]}}\n'


def _feature(site: Site) -> dict[str, object]:
    properties = {
        "id": site.id,
        "zone": district_id(site.district),
        "area_m2": site.area_m2,
        "ready": site.ready.isoformat(),
        "price_cny_per_m2": site.price_cny_per_m2,
        "block": district_id(site.district),
        "nodes": node_id(site.district),
        "smallest_lot_m2": site.smallest_lot_m2,
        "access_score": site.access_score,
    }
    geometry = {"type": "Polygon", "coordinates": [site.corners]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _table(filings: tuple[Filing, ...]) -> str:
    stream = io.StringIO()
    names = [field.name for field in fields(Filing)]
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(filing) for filing in filings)
    return stream.getvalue()
