"""A job that tells when it is in the middle of something, so that a worker can be killed then.

``interrupted.py MASTER INPUT OUTPUT FILE [extracting|writing]``: prints EXTRACTING when some parts are extracted and others are not, and after
extraction waits until FILE appears and an executor is gone; or prints WRITING when some of the mentions are written, and waits there.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from conftest import settings
from pyspark.sql import SparkSession

from guanxi import spark as gs
from guanxi.spark import assembling

PARTS = 12


def main(master: str, archive: str, output: str, go: str, moment: str = "extracting") -> None:
    spark = (
        SparkSession.builder.master(master)
        .config(map={**settings(4), "spark.driver.memory": "1500m", "spark.sql.execution.arrow.maxRecordsPerBatch": "200"})
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    status = spark.sparkContext.statusTracker()
    executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus
    frames = gs.read(spark, archive, partitions=PARTS)
    names = gs.survey(frames.documents)
    before = executors().size()
    found = gs.extract(frames.documents, names)

    def await_loss() -> None:
        until = time.monotonic() + 120
        while not Path(go).exists() and time.monotonic() < until:
            time.sleep(0.05)
        # The loss shows when the master or the heartbeat tells of it.
        while executors().size() >= before and time.monotonic() < until:
            time.sleep(0.2)
        print("LOST", before - executors().size(), flush=True)

    def watch() -> None:
        # As soon as some parts are done and others are not.
        while True:
            for stage in status.getActiveStageIds():
                info = status.getStageInfo(stage)
                if info and info.numTasks == PARTS and 2 <= info.numCompletedTasks < PARTS:
                    print("EXTRACTING", info.numCompletedTasks, "of", info.numTasks, flush=True)
                    return
            time.sleep(0.005)

    if moment == "extracting":
        threading.Thread(target=watch, daemon=True).start()
        found.frame.count()
        await_loss()
    else:
        write = assembling._write

        def interrupted(sorted_, lines_of, path, head=b""):
            if path.name != "mentions.csv":
                return write(sorted_, lines_of, path, head)
            part = path.with_suffix(".part")

            def watch_writing() -> None:
                while not (part.exists() and part.stat().st_size):
                    time.sleep(0.005)
                print("WRITING", part.stat().st_size, "bytes of mentions.csv", flush=True)
                await_loss()

            watching = threading.Thread(target=watch_writing)
            watching.start()
            rows = write(sorted_, lines_of, path, head)
            watching.join()
            return rows

        assembling._write = interrupted
    gs.assemble(found, names, errors=frames.errors).write_csv(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
