"""What Spark costs beside the plain program: `scaling.py ARCHIVE FOLDER [WORKERS …]`.

Runs the core in one process and the Spark job on a standalone cluster on loopback, with so many workers of one core each, and prints for
each the seconds by the clock, the CPU seconds of all its processes, the bytes of its shuffles, and whether the tables are the same. The clock
says little where other programs run on the machine; CPU seconds say more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from cluster import HOME, Cluster, environment  # noqa: E402

TABLES = "documents entities mentions name_pairs name_pairs_by_document edges relations positions affiliations errors".split()


class Meter:
    """CPU seconds and memory of all processes that descend from this one or were started by it, by what they are."""

    def __init__(self) -> None:
        self.cpu: dict[tuple[int, str], float] = {}
        self.memory: dict[str, int] = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Meter:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _run(self) -> None:
        tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
        while not self.ended.wait(0.5):
            parents, seen = {}, {}
            for entry in os.listdir("/proc"):
                if entry.isdigit():
                    try:
                        fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                        command = Path(f"/proc/{entry}/cmdline").read_text()
                    except OSError:
                        continue
                    parents[int(entry)] = int(fields[1])
                    seen[int(entry)] = (command, (int(fields[11]) + int(fields[12])) / tick, int(fields[21]) * page)
            for pid, (command, cpu, memory) in seen.items():
                above = pid
                while above > 1 and above != os.getpid():
                    above = parents.get(above, 0)
                # What measures is no part of what is measured.
                if above != os.getpid() or pid == os.getpid():
                    continue
                kinds = {"SparkSubmit": "driver", "CoarseGrained": "executor", "deploy.master": "daemon", "deploy.worker": "daemon", "pyspark.": "python"}
                kind = next((k for word, k in kinds.items() if word in command), "other")
                self.cpu[(pid, kind)] = max(cpu, self.cpu.get((pid, kind), 0))
                self.memory[kind] = max(memory, self.memory.get(kind, 0))

    def seconds(self) -> dict[str, float]:
        totals: dict[str, float] = {}
        for (_, kind), cpu in self.cpu.items():
            totals[kind] = round(totals.get(kind, 0) + cpu, 1)
        return totals


def shuffled(log: Path) -> dict[str, int]:
    """Bytes of all shuffles and of what was kept on disk, from Spark's event log."""
    written = spilled = 0
    for file in log.rglob("*"):
        if not file.is_file():
            continue
        for line in file.open(encoding="utf-8", errors="replace"):
            if '"SparkListenerTaskEnd"' in line:
                metrics = json.loads(line).get("Task Metrics") or {}
                written += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
                spilled += metrics.get("Disk Bytes Spilled", 0)
    return {"shuffle_bytes": written, "spilled_bytes": spilled}


def main(archive: str, folder: str, *workers: str) -> None:
    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    core = base / "core"
    if not (core / "run.json").exists():
        program = f"import guanxi; guanxi.run({archive!r}, {str(core)!r}, report=False, threads=1)"
        began = time.time()
        with Meter() as meter:
            subprocess.run([sys.executable, "-c", program], check=True)
        print("core", f"{time.time() - began:.1f} s by the clock", meter.seconds(), meter.memory, flush=True)
    for count in workers or ("2", "1"):
        name = f"spark{count}"
        log = base / f"{name}-events"
        log.mkdir(exist_ok=True)
        with Meter() as meter, Cluster(base / f"{name}-cluster", workers=int(count), cores=1, memory="1g") as cluster:
            command = [str(HOME / "bin" / "spark-submit"), "--master", cluster.url]
            for setting in (
                "spark.executor.memory=768m",
                "spark.driver.memory=1500m",
                "spark.sql.shuffle.partitions=8",
                "spark.ui.enabled=false",
                "spark.ui.showConsoleProgress=false",
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.eventLog.enabled=true",
                "spark.eventLog.compress=false",
                f"spark.eventLog.dir={log.as_uri()}",
            ):
                command += ["--conf", setting]
            command += [str(HERE.parent / "guanxi-spark.py"), archive, "-o", str(base / name), "--partitions", "8"]
            began = time.time()
            done = subprocess.run(command, env=environment(), capture_output=True, text=True)
            took = time.time() - began
        print(name, f"{took:.1f} s by the clock", meter.seconds(), "most memory", meter.memory, shuffled(log), flush=True)
        print(done.stdout, done.stderr[-2000:] if done.returncode not in (0, 2) else "", flush=True)
        same = [name for name in TABLES if (core / f"{name}.csv").read_bytes() == (base / f"spark{count}" / f"{name}.csv").read_bytes()]
        print("tables the same, byte for byte:", len(same), "of", len(TABLES), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
