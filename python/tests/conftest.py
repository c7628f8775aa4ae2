"""What the tests share: the sample archive, one extractor, one run of the core, and where there is Java, Spark."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

import guanxi

ROOT = Path(__file__).resolve().parents[2]


def settings(partitions: int) -> dict[str, str]:
    """Spark for little data: on loopback, small, and without compiling code that runs once."""
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": quick,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.executor.extraJavaOptions": quick,
        "spark.sql.shuffle.partitions": str(partitions),
        "spark.sql.codegen.wholeStage": "false",
    }


def pytest_configure(config):
    config.addinivalue_line("markers", "spark: needs pyspark and Java")


def pytest_collection_modifyitems(items):
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    if java and importlib.util.find_spec("pyspark"):
        return
    for item in items:
        if "spark" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="pyspark or Java is not installed"))


@pytest.fixture(scope="session")
def archive() -> Path:
    """The archive that whole runs are tested on: the sample, or what GUANXI_ARCHIVE names."""
    return Path(os.environ.get("GUANXI_ARCHIVE", ROOT / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    return ROOT / "data"


@pytest.fixture(scope="session")
def extractor() -> guanxi.Extractor:
    return guanxi.Extractor()


@pytest.fixture(scope="session")
def output(archive, tmp_path_factory) -> guanxi.Output:
    """What the core itself makes of the archive."""
    return guanxi.run(archive, tmp_path_factory.mktemp("core") / "out", report=False, jsonl=True, labels="en")


@pytest.fixture(scope="session")
def spark():
    """Spark in this process, for what needs no cluster."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]").config(map=settings(2)).getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
