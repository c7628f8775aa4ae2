"""A job that waits in the middle of extraction until a file appears: `interrupted.py MASTER INPUT OUTPUT FILE`."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from conftest import settings
from pyspark.sql import SparkSession

from guanxi import spark as gs


def main(master: str, archive: str, output: str, go: str) -> None:
    spark = (
        SparkSession.builder.master(master)
        .config(map={**settings(4), "spark.sql.execution.arrow.maxRecordsPerBatch": "200"})
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    status = spark.sparkContext.statusTracker()
    executors = spark.sparkContext._jsc.sc().getExecutorMemoryStatus
    frames = gs.read(spark, archive, partitions=12)
    names = gs.survey(frames.documents)
    before = executors().size()
    found = gs.extract(frames.documents, names)

    def watch() -> None:
        # As soon as some parts are done and others are not.
        while True:
            for stage in status.getActiveStageIds():
                info = status.getStageInfo(stage)
                if info and info.numTasks == 12 and 2 <= info.numCompletedTasks < 12:
                    print("EXTRACTING", info.numCompletedTasks, "of", info.numTasks, flush=True)
                    return
            time.sleep(0.005)

    threading.Thread(target=watch, daemon=True).start()
    found.frame.count()
    until = time.monotonic() + 120
    while not Path(go).exists() and time.monotonic() < until:
        time.sleep(0.05)
    # The loss shows when the master or the heartbeat tells of it.
    while executors().size() >= before and time.monotonic() < until:
        time.sleep(0.2)
    print("LOST", before - executors().size(), flush=True)
    gs.assemble(found, names, errors=frames.errors).write_csv(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
