"""A standalone Spark cluster on loopback: a master and workers, each in a process group of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent


def environment() -> dict[str, str]:
    """What the processes of Spark need: this Python, on loopback."""
    return {
        **os.environ,
        "SPARK_HOME": str(HOME),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Cluster:
    """Started on entry, stopped on exit."""

    def __init__(self, folder: Path, workers: int = 2, cores: int = 1, memory: str = "1g") -> None:
        self.folder = folder
        self.size = workers
        self.cores = cores
        self.memory = memory
        self.workers: list[subprocess.Popen] = []

    def __enter__(self) -> Cluster:
        self.folder.mkdir(parents=True, exist_ok=True)
        port, self._web = _port(), _port()
        self.url = f"spark://127.0.0.1:{port}"
        self.master = self._start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(self._web))
        self._await(lambda: self._alive() is not None, "the master")
        for _ in range(self.size):
            self.add_worker()
        self._await(lambda: self._alive() == self.size, f"{self.size} workers")
        return self

    def __exit__(self, *_: object) -> None:
        for process in [*self.workers, self.master]:
            self._kill(process)

    def add_worker(self) -> None:
        """Starts one more worker."""
        name = f"worker{len(self.workers)}"
        options = ("--host", "127.0.0.1", "--cores", str(self.cores), "--memory", self.memory, "--webui-port", str(_port()))
        place = ("--work-dir", str(self.folder / name))
        self.workers.append(self._start(name, "org.apache.spark.deploy.worker.Worker", *options, *place, self.url))

    def kill_worker(self, number: int) -> None:
        """Kills a worker with all that runs under it, as when its machine goes off."""
        self._kill(self.workers[number])

    def _kill(self, process: subprocess.Popen) -> None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def _start(self, name: str, *command: str) -> subprocess.Popen:
        log = open(self.folder / f"{name}.log", "wb")
        environ = {**environment(), "SPARK_LOCAL_DIRS": str(self.folder / f"{name}-local")}
        return subprocess.Popen(
            [str(HOME / "bin" / "spark-class"), *command], stdout=log, stderr=subprocess.STDOUT, env=environ, start_new_session=True
        )

    def _alive(self) -> int | None:
        import json

        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._web}/json/", timeout=5) as answer:
                return json.load(answer)["aliveworkers"]
        except (OSError, ValueError, KeyError):
            return None

    def _await(self, condition, what: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError(f"{what} did not start; see the logs in {self.folder}")
            time.sleep(0.2)
