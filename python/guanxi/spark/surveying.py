"""Pass one: copies, and the names that the archive itself introduces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .. import _guanxi
from ._frames import DISK, batches, frame, over, schema_of
from .reading import _no_document

KEPT = 48
"""Contexts kept of a Latin name: those with the least digests, as the core keeps them."""


def survey(
    articles: DataFrame,
    *,
    dictionaries: str | Path | None = None,
    no_builtin: bool = False,
    model: str = "builtin",
    relations: bool = True,
    keep_duplicates: bool = False,
) -> _guanxi.NameTable:
    """The name table of an archive: its copies, and the names that its articles introduce in both scripts.

    One crossing a batch gives, for each article, its sketch and what stands before its Latin names; Spark counts these; the core judges what is
    counted, on the driver. What is collected there grows with distinct Latin names and with copies, not with articles.
    """
    spark = articles.sparkSession
    schema = schema_of(_guanxi.survey_rows(_no_document()))
    rows = over(articles.select("doc_id", "text", "published", "title_in_text"), _guanxi.survey_rows, schema).persist(DISK)
    try:
        twice = rows.groupBy("doc_id").count().where("count > 1").limit(1).collect()
        if twice:
            raise _guanxi.InputError(f"document {twice[0]['doc_id']} stands in two rows; tell rows apart with documents(df, id=…)")
        copies = _no_copies() if keep_duplicates else _copies(rows)
        lone = rows
        if len(copies):
            lone = rows.join(F.broadcast(frame(spark, copies).select("doc_id")), "doc_id", "left_anti")
        met = lone.select(F.explode("contexts").alias("c")).select("c.*")
        spellings = met.groupBy("latin", "spelling").agg(F.count("*").alias("documents"))
        contexts = met.groupBy("latin", "digest", "context").agg(F.count("*").alias("documents"))
        least = Window.partitionBy("latin").orderBy("digest", "context")
        contexts = contexts.withColumn("place", F.row_number().over(least)).where(F.col("place") <= KEPT).drop("place")
        return _guanxi.NameTable.learn(
            spellings.toArrow(),
            contexts.toArrow(),
            copies,
            dictionaries=None if dictionaries is None else str(dictionaries),
            no_builtin=no_builtin,
            model=model,
            relations=relations,
        )
    finally:
        rows.unpersist()


def _no_copies() -> pa.Table:
    return pa.table({"doc_id": pa.array([], pa.string()), "duplicate_of": pa.array([], pa.string())})


def _copies(rows: DataFrame) -> pa.Table:
    """Which articles are copies, as the core decides it, but with Spark bringing together what is to be compared."""
    first = rows.groupBy("exact").agg(F.count("*").alias("n"), F.min(F.struct("when", "doc_id")).alias("first")).where("n > 1")
    same = rows.join(first, "exact").where(F.col("doc_id") != F.col("first.doc_id"))
    same = same.select("doc_id", F.col("first.doc_id").alias("duplicate_of"))
    exact = same.toArrow()
    originals = rows.select("doc_id", "when", "bins", "bands")
    if exact.num_rows:
        originals = originals.join(F.broadcast(rows.sparkSession.createDataFrame(exact).select("doc_id")), "doc_id", "left_anti")
    bands = originals.select("doc_id", "when", F.posexplode("bands").alias("place", "band")).where(F.col("band").isNotNull())
    # Most bands are one article's alone; only of those that several share are sketches fetched.
    shared = bands.groupBy("place", "band").agg(F.count("*").alias("n")).where("n > 1").select("place", "band")
    met = bands.join(shared, ["place", "band"], "left_semi").join(originals.select("doc_id", "bins"), "doc_id")
    sorted_ = met.repartition("place", "band").sortWithinPartitions("place", "band", "when", "doc_id")
    columns = ("place", "band", "when", "doc_id", "bins")

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        near = _guanxi.NearCopies()
        for part in parts:
            yield from batches(near.next(part))

    none = pa.record_batch(
        {
            "place": pa.array([], pa.int32()),
            "band": pa.array([], pa.int64()),
            "when": pa.array([], pa.int64()),
            "doc_id": pa.array([], pa.string()),
            "bins": pa.array([], pa.binary()),
        }
    )
    near = sorted_.select(*columns).mapInArrow(run, schema_of(_guanxi.NearCopies().next(none))).distinct().toArrow()
    return pa.table(_guanxi.settle_copies(exact, near))
