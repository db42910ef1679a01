"""Real processes: start-up, encodings, repetition to the byte, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from e2e.calls import BASE, QUICKSTART, REPOSITORY, call

HEAVY = {"numpy", "pandas", "scipy", "pulp", "highspy", "simpy", "pydantic", "plotly", "rich"}
LANDSIM = [sys.executable, "-m", "landsim"]


def process(*words, store=None, timeout=120, **environment):
    variables = {**os.environ, "LANDSIM_LANG": "en", **environment}
    if store is not None:
        variables["LANDSIM_RESULTS"] = str(store)
    return subprocess.run(
        [*LANDSIM, *map(str, words)],
        capture_output=True,
        timeout=timeout,
        env=variables,
        cwd=REPOSITORY,
        check=False,
    )


def test_help_is_light_and_fast():
    code = (
        "import sys, time; begin = time.process_time()\n"
        "from landsim.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(time.process_time() - begin, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, *modules = done.stderr.split()
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert float(seconds) < 0.25
    assert "Usage" in done.stdout


def test_import_of_landsim_is_light():
    code = "import sys, landsim; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} & HEAVY == set()


@pytest.mark.parametrize(
    "words", [("validate", QUICKSTART), ("compare", BASE, "traditional"), ("runs",), ("doctor",)]
)
def test_gbk_pipe_gets_gbk(words, store):
    done = process(*words, store=store, PYTHONIOENCODING="gbk", LANDSIM_LANG="zh")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode("gbk")
    assert any("\u3400" <= letter <= "\u9fff" for letter in text)
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in (done.stdout + done.stderr).replace(b"\r\n", b"\n")


def test_latin_pipe_does_not_crash(store):
    done = process("runs", store=store, PYTHONIOENCODING="latin-1", LANDSIM_LANG="zh")
    assert done.returncode == 0
    assert b"?" in done.stdout


def test_unknown_option_ends_a_process_with_2():
    assert process("run", "--rpes").returncode == 2


def tables(store):
    return {
        path.name: path.read_bytes()
        for path in sorted(store.glob("quickstart/*/tables/*.parquet"))
        if path.parent.parent.name.startswith(BASE)
    }


def test_second_run_is_the_same_to_the_byte_whatever_the_jobs(store, tmp_path):
    done = process("run", QUICKSTART, "--reps", 2, "--jobs", 2, "-q", "--json", store=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"][0]["status"] == "finished"
    mine, shared = tables(tmp_path), tables(store)
    assert mine.keys() == shared.keys()
    assert [name for name in mine if mine[name] != shared[name]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_keeps_what_is_finished_and_resume_completes_it(tmp_path):
    reps = 12
    words = ["run", str(QUICKSTART), "--reps", str(reps), "--jobs", "1"]
    running = subprocess.Popen(
        [*LANDSIM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LANDSIM_LANG": "en", "LANDSIM_RESULTS": str(tmp_path)},
        cwd=REPOSITORY,
        text=True,
    )
    try:
        _wait_for_part(tmp_path, running)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130, err
    assert "Cancelled" in err
    assert "Traceback" not in err
    assert out == ""
    (found,) = call("runs", "--json", store=tmp_path).document["runs"]
    assert found["status"] == "partial"
    assert 1 <= found["reps"] < reps
    resumed = call("run", "--resume", found["id"], "--jobs", 1, "--json", store=tmp_path)
    assert resumed.exit_code == 0, resumed.err
    (finished,) = resumed.document["runs"]
    assert (finished["id"], finished["status"]) == (found["id"], "finished")
    assert finished["reps"] == reps
    assert call("verify", found["id"], store=tmp_path).exit_code == 0


def _wait_for_part(store, running):
    deadline = time.monotonic() + 60
    while not list(store.glob("quickstart/*/parts/0*/metrics.parquet")):
        assert time.monotonic() < deadline
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.05)
