"""What Spark costs beside the plain program: `scaling.py ARCHIVE FOLDER [WORKERS …] [--rounds N] [--program GUANXI] [--parquet]`.

Runs `guanxi extract` with so many threads as the job has workers, and the Spark job on a standalone cluster on loopback, with so many
workers of one core each, in turn and as often as is asked for; prints for each the seconds by the clock, the CPU seconds of its processes and
of all others on the machine meanwhile, the bytes of its shuffles, and whether the tables are the same. The clock says little where other
programs took much of the time; CPU seconds say more.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from cluster import HOME, Cluster, environment  # noqa: E402

TABLES = "documents entities mentions name_pairs name_pairs_by_document edges relations positions affiliations errors".split()


KINDS = {
    "SparkSubmit": "driver",
    "CoarseGrained": "executors",
    "deploy.master": "daemons",
    "deploy.worker": "daemons",
    "pyspark.": "Python workers",
    "guanxi-spark.py": "driver's Python",
}
"""What a process is, by a word of its command."""


class Meter:
    """CPU seconds and memory of this process's descendants while the block runs, by what they are."""

    def __init__(self) -> None:
        self.cpu: dict[int, float] = {}
        self.kind: dict[int, str] = {}
        self.memory: dict[str, int] = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Meter:
        self._look()
        # What runs already, such as the daemons of the cluster, had its start before.
        self.before = dict(self.cpu)
        self.waited = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        self._look()
        before, after = self.waited, resource.getrusage(resource.RUSAGE_CHILDREN)
        self.exact = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def _run(self) -> None:
        while not self.ended.wait(0.25):
            self._look()

    def _look(self) -> None:
        tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
        parents, seen = {}, {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                    command = Path(f"/proc/{entry}/cmdline").read_text(errors="replace")
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
            # Once a program has become another it stays what it is; when it has ended, it has no command any more.
            kind = next((kind for word, kind in KINDS.items() if word in command), self.kind.get(pid, "other"))
            self.kind[pid] = kind
            self.cpu[pid] = max(cpu, self.cpu.get(pid, 0))
            self.memory[kind] = max(memory, self.memory.get(kind, 0))

    def seconds(self) -> dict[str, float]:
        """CPU seconds by kind; of a single program those that the system tells when it has ended."""
        totals: dict[str, float] = {}
        for pid, cpu in self.cpu.items():
            kind = self.kind[pid]
            totals[kind] = totals.get(kind, 0) + cpu - self.before.get(pid, 0)
        if set(totals) == {"other"}:
            totals["other"] = self.exact
        return {kind: round(cpu, 1) for kind, cpu in totals.items() if cpu >= 0.05}


def stages(log: Path) -> str:
    """What Spark's event log tells of shuffles, of what was kept on disk for want of memory, and of stages and tasks."""
    written = spilled = tasks = count = 0
    for file in log.rglob("*"):
        if not file.is_file():
            continue
        with file.open(encoding="utf-8", errors="replace") as events:
            for line in events:
                count += '"SparkListenerStageCompleted"' in line
                if '"SparkListenerTaskEnd"' in line:
                    metrics = json.loads(line).get("Task Metrics") or {}
                    written += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
                    spilled += metrics.get("Disk Bytes Spilled", 0)
                    tasks += 1
    return f"{count} stages, {tasks} tasks, shuffles {written / 1e6:.1f} MB, spilled {spilled / 1e6:.1f} MB"


def busy() -> float:
    """CPU seconds that all programs have used since the machine was started."""
    fields = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    # All but idle and waiting for a disk.
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def told(name: str, began: float, before: float, meter: Meter) -> None:
    """Prints what a run took."""
    took, own = time.time() - began, sum(meter.seconds().values())
    others = max(0.0, busy() - before - own)
    cpu = ", ".join(f"{kind} {seconds}" for kind, seconds in sorted(meter.seconds().items()))
    memory = ", ".join(f"{kind} {size >> 20} MB" for kind, size in sorted(meter.memory.items()))
    print(f"{name}: {took:.1f} s by the clock, {own:.1f} CPU s ({cpu}); other programs {others:.1f} CPU s; most memory of a process: {memory}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="What Spark costs beside the plain program.")
    parser.add_argument("archive")
    parser.add_argument("folder", help="where the outputs go")
    parser.add_argument("workers", nargs="*", type=int, help="numbers of workers (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=1, help="how often")
    parser.add_argument("--program", default="guanxi", help="the program")
    parser.add_argument("--parquet", action="store_true", help="let the executors write Parquet and no CSV, which the driver writes; nothing is compared then")
    known = parser.parse_args()
    base = Path(known.folder)
    base.mkdir(parents=True, exist_ok=True)
    for number in range(1, known.rounds + 1):
        for count in known.workers or [1, 2]:
            core = base / f"core{count}"
            shutil.rmtree(core, ignore_errors=True)
            began, before = time.time(), busy()
            with Meter() as meter:
                extract = [known.program, "extract", known.archive, "-o", str(core), "--threads", str(count), "--no-report", "--quiet"]
                code = subprocess.run(extract).returncode
            if code not in (0, 2):
                sys.exit(f"{known.program} ended with {code}")
            told(f"round {number}, program, {count} thread{'s' * (count > 1)}", began, before, meter)
            spark(known.archive, base, count, number, None if known.parquet else core)


def spark(archive: str, base: Path, count: int, number: int, core: Path | None) -> None:
    """One run of the job, and its tables beside those of the program in ``core``; without it the job writes Parquet."""
    name = f"spark{count}-{number}"
    log = base / f"{name}-events"
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir()
    with Cluster(base / f"{name}-cluster", workers=count, cores=1, memory="1g") as cluster:
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
        written = ["-o", str(base / name)] if core else ["--no-csv", "--parquet", str(base / f"{name}.parquet")]
        command += [str(HERE.parent / "guanxi-spark.py"), archive, *written, "--partitions", "8"]
        # The daemons are up: the clock runs for the job alone, the meter for both.
        began, before = time.time(), busy()
        with Meter() as meter:
            done = subprocess.run(command, env=environment(), capture_output=True, text=True)
        told(f"round {number}, Spark, {count} worker{'s' * (count > 1)}", began, before, meter)
    if done.returncode not in (0, 2):
        sys.exit(done.stderr[-4000:])
    print("   ", done.stdout.strip())
    print("   ", stages(log), flush=True)
    if core is None:
        return
    same = [table for table in TABLES if (core / f"{table}.csv").read_bytes() == (base / name / f"{table}.csv").read_bytes()]
    print(f"    tables the same, byte for byte: {len(same)} of {len(TABLES)}", flush=True)


if __name__ == "__main__":
    main()
