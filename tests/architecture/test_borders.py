"""Who may speak what: libraries at their one home, no knots, no printing, a light import."""

import ast
import subprocess
import sys

import pytest
from architecture.source import ROOT, imports, modules, name_of, nodes

HOMES = {
    "pulp": (
        "landsim/allocation/pulpmodel.py",
        "landsim/allocation/reference.py",
        "landsim/allocation/solver",
    ),
    "highspy": ("landsim/allocation/", "landsim/cli/machine"),
    "simpy": ("landsim/simulation/",),
    "pydantic": ("landsim/files/",),
    "yaml": ("landsim/files/",),
    "geopandas": ("landsim/files/",),
    "click": ("landsim/cli/",),
    "rich": ("landsim/cli/",),
    "jinja2": ("landsim/report/",),
    "plotly": ("landsim/report/",),
    "joblib": ("landsim/study/",),
    "hypothesis": ("landsim/testing/",),
}
LIGHT = ("pulp", "highspy", "scipy", "pandas", "pydantic", "simpy", "plotly", "geopandas", "numpy")


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_spoken_at_its_home_only(library):
    speakers = {
        name_of(path)
        for path in modules()
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
    }
    strangers = {name for name in speakers if not name.startswith(HOMES[library])}
    assert not strangers
    assert speakers


def test_only_the_command_line_prints():
    guilty = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        if not name_of(path).startswith("landsim/cli/")
        for node in nodes(path, ast.Call, ast.Attribute)
        if (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print")
        or ast.unparse(node) in {"sys.argv", "sys.stdout", "sys.stderr"}
    ]
    assert not guilty


def test_type_checking_hides_no_knot():
    guilty = [
        name_of(path)
        for path in modules()
        if any(node.id == "TYPE_CHECKING" for node in nodes(path, ast.Name))
    ]
    assert guilty == ["landsim/__init__.py"]


def test_annotations_are_read_at_run_time():
    assert not [name_of(path) for path in modules() if "__future__" in imports(path)]


def test_nothing_is_imported_by_star():
    assert not [
        name_of(path)
        for path in modules()
        for node in nodes(path, ast.ImportFrom)
        if any(alias.name == "*" for alias in node.names)
    ]


def test_no_randomness_but_the_keyed_streams():
    """Generators have one home; `testing` draws worlds for tests. Nothing else draws its own."""
    guilty = {
        name_of(path)
        for path in modules()
        if not name_of(path).startswith(("landsim/testing/", "landsim/core/luck"))
        and ({"random", "secrets", "uuid"} & set(imports(path)) or calls_numpy_random(path))
    }
    assert not guilty


def calls_numpy_random(path) -> bool:
    return any(
        ast.unparse(node).startswith(("np.random", "numpy.random"))
        for node in nodes(path, ast.Attribute)
    )


CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "perf_counter",
    "monotonic",
}


def test_the_core_and_the_simulation_see_no_clock():
    guilty = {
        f"{name_of(path)}: {ast.unparse(node.func)}"
        for path in modules()
        if name_of(path).startswith(("landsim/core/", "landsim/simulation/", "landsim/metrics/"))
        for node in nodes(path, ast.Call)
        if ast.unparse(node.func) in CLOCKS
    }
    assert not guilty


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_landsim_is_light():
    assert not loaded_by("import landsim") & set(LIGHT)


def test_help_is_light():
    statement = (
        "from landsim.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert not loaded_by(statement) & set(LIGHT)


def test_reading_a_name_loads_its_home_only():
    assert "simpy" not in loaded_by("import landsim; landsim.make_plan")
    assert "pulp" not in loaded_by("import landsim; landsim.simulate")
