"""A whole month on a cluster of two workers, also when one is killed: the tables of Spark beside those of the program.

Takes minutes, and is run only where GUANXI_MONTH names an archive:

    GUANXI_MONTH=2021-03.tar.gz pytest -c python/pyproject.toml -s python/tests/test_month.py

GUANXI_PROGRAM names the program to hold it against (default: target/release/guanxi of this folder, where it was built; else the
module's own ``guanxi.run``).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_spark import TABLES, assert_same

import guanxi

MONTH = os.environ.get("GUANXI_MONTH", "")
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("GUANXI_PROGRAM", ROOT / "target" / "release" / "guanxi"))
GRAPHS = ("graph.gexf", "graph-dynamic.gexf", "graph.graphml", "graph.json", "events.gexf", "relations.jsonl")

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(not MONTH, reason="GUANXI_MONTH names no archive"),
    pytest.mark.skipif(bool(MONTH) and not Path(MONTH).exists(), reason=f"{MONTH} is not there"),
]


@pytest.fixture(scope="module")
def core(tmp_path_factory) -> Path:
    """What the program makes of the month."""
    out = tmp_path_factory.mktemp("month") / "core"
    if PROGRAM.is_file():
        subprocess.run([str(PROGRAM), "extract", MONTH, "-o", str(out), "--jsonl", "--no-report", "--quiet"], check=True)
    else:
        guanxi.run(MONTH, out, report=False, jsonl=True)
    return out


@pytest.fixture
def cluster(tmp_path):
    from cluster import Cluster

    with Cluster(tmp_path / "cluster", workers=2, cores=1) as cluster:
        yield cluster


def tell(core: Path, spark: Path, what: str) -> None:
    """Says what was compared."""
    assert_same(core, spark)
    rows = {name: (spark / f"{name}.csv").read_bytes().count(b"\n") - 1 for name in TABLES}
    print(f"\n{what}: {len(TABLES)} tables the same, byte for byte ({', '.join(f'{n:,} {name}' for name, n in rows.items())})")


def test_the_month(core, cluster, tmp_path):
    """``spark-submit`` with two workers: every table, the stated events as PLOVER records, and the graph files."""
    from cluster import HOME, environment
    from conftest import settings

    command = [str(HOME / "bin" / "spark-submit"), "--master", cluster.url]
    for name, value in {**settings(8), "spark.driver.memory": "1500m", "spark.executor.memory": "768m"}.items():
        command += ["--conf", f"{name}={value}"]
    out = tmp_path / "out"
    command += [str(ROOT / "python" / "guanxi-spark.py"), MONTH, "-o", str(out), "--partitions", "8", "--jsonl", "--graphs"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert done.returncode in (0, 2), done.stderr[-4000:]
    tell(core, out, "undisturbed")
    print(done.stdout)
    for name in GRAPHS:
        assert (core / name).read_bytes() == (out / name).read_bytes(), f"{name}: other bytes"


@pytest.mark.parametrize("moment", ["extracting", "writing"])
def test_a_worker_dies_in_the_month(core, cluster, tmp_path, moment):
    """One of the two workers is killed, with its executor and all that it kept, in the middle of extraction or of writing."""
    from cluster import environment

    program = Path(__file__).with_name("interrupted.py")
    go = tmp_path / "go"
    command = [sys.executable, str(program), cluster.url, MONTH, str(tmp_path / "out"), str(go), moment]
    log = []
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as job:
        for line in job.stdout:
            log.append(line)
            if line.startswith(moment.upper()) and not go.exists():
                print(f"\nkilled: {line.strip()}")
                cluster.kill_worker(0)
                go.touch()
    assert go.exists() and job.returncode == 0, "".join(log)[-4000:]
    assert "LOST 1" in "".join(log), "an executor was lost"
    tell(core, tmp_path / "out", f"a worker killed while {moment}")
