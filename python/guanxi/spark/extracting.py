"""Pass two: every article by itself, with the name table of the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from .. import _guanxi
from ._frames import DISK, batches, schema_of
from .reading import DOCUMENT

_workers: dict[str, _guanxi.Worker] = {}
"""What this process keeps from task to task: compiling dictionaries takes longer than many a batch."""


def _worker(digest: str, threads: int, table: Callable[[], bytes]) -> _guanxi.Worker:
    key = f"{digest} {threads}"
    if key not in _workers:
        # One archive at a time; the last one's resources are not needed again.
        _workers.clear()
        names = _guanxi.NameTable.from_bytes(table())
        if names.digest != digest:
            raise _guanxi.MismatchError("the name table on this executor is not the one the job was started with")
        _workers[key] = _guanxi.Worker(names, threads)
    return _workers[key]


class Extraction:
    """What was found in each article, kept on the executors' disks until ``unpersist``.

    ``mentions``, ``pairs``, ``relations`` and ``positions`` are DataFrames with one row for each; things are named by ``name``, a number for what
    the article says of the thing, until ``assemble`` has decided which names mean one entity.
    """

    def __init__(self, frame: DataFrame) -> None:
        self.frame = frame
        """One article a row, with lists of rows in it."""

    @property
    def documents(self) -> DataFrame:
        """The articles without their texts."""
        lists = ("mentions", "pairs", "relations", "positions", "names", "stage", "error")
        return self._good().drop(*lists)

    @property
    def mentions(self) -> DataFrame:
        """Each occurrence of a name."""
        return self.rows("mentions")

    @property
    def pairs(self) -> DataFrame:
        """Each bilingual pair."""
        return self.rows("pairs")

    @property
    def relations(self) -> DataFrame:
        """Each stated event."""
        return self.rows("relations")

    @property
    def positions(self) -> DataFrame:
        """Each tie of a person to a title and a body."""
        return self.rows("positions")

    @property
    def errors(self) -> DataFrame:
        """Rows that could not be used: ``path, stage, error``."""
        return self.frame.where(F.col("error").isNotNull()).select("path", "stage", "error")

    def rows(self, name: str) -> DataFrame:
        """The rows of one of the lists, with ``doc_id``, ``published`` and their place ``pos`` in the article."""
        exploded = self._good().select("doc_id", "published", F.posexplode(name).alias("pos", "row"))
        return exploded.select("doc_id", "published", "pos", "row.*")

    def unpersist(self) -> None:
        """Frees the disks."""
        self.frame.unpersist()

    def _good(self) -> DataFrame:
        return self.frame.where(F.col("error").isNull())


def extract(articles: DataFrame, names: _guanxi.NameTable, *, threads: int = 1) -> Extraction:
    """Finds names, bilingual pairs, stated events and positions in every article.

    The name table is broadcast: it travels once to each executor, and each of its Python processes compiles it once. An executor whose wheel or
    dictionaries are others than the driver's fails with ``MismatchError``. Rows that cannot be used are in ``errors``.

    ``threads`` work on each batch; where an executor has many cores, ``spark.task.cpus`` and ``threads`` together give it one process, and
    so one copy of the resources, instead of one for each core.
    """
    spark = articles.sparkSession
    shipped = spark.sparkContext.broadcast(names.to_bytes())
    digest = names.digest

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        worker = None
        for part in parts:
            if part.num_rows:
                worker = worker or _worker(digest, threads, lambda: shipped.value)
                yield from batches(worker.extract(part))

    return Extraction(articles.select(*DOCUMENT).mapInArrow(run, _schema()).persist(DISK))


def _schema() -> StructType:
    return schema_of(_guanxi.extract_schema())
