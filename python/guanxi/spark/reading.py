"""Articles as DataFrames: from files and archives, or from rows that are there already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Optional
from urllib.parse import unquote, urlparse

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from .. import _guanxi
from ._frames import DISK, batches, frame, over, schema_of

DOCUMENT = ("doc_id", "path", "source", "title", "url", "published", "language", "text", "title_in_text")
"""Columns of a document, as the core writes and takes them."""

Options = dict[str, Any]
"""Options of reading."""
Bounds = tuple[Optional[str], Optional[str], list[str]]
"""First day, last day, publishers."""

LINES = (".jsonl", ".ndjson", ".jl")
TASK = 8 << 20
"""Small files are read together up to so many bytes; larger JSON Lines files are split."""


class DocumentFrames(NamedTuple):
    """What was read."""

    documents: DataFrame
    """One article a row: ``doc_id, path, source, title, url, published, language, text, title_in_text``."""
    errors: DataFrame
    """What could not be read: ``path, stage, error``."""
    kept: DataFrame
    """The rows of both, kept on the executors' disks until ``kept.unpersist()``."""


def _empty(options: Options, bounds: Bounds) -> _guanxi.Table:
    none = pa.record_batch({"json": pa.array([], pa.string()), "path": pa.array([], pa.string()), "key": pa.array([], pa.string())})
    return _guanxi.parse_rows(none, options, *bounds)


def _frames(rows: list[DataFrame], partitions: int | None) -> DocumentFrames:
    whole = rows[0]
    for more in rows[1:]:
        whole = whole.unionByName(more)
    if partitions is None:
        partitions = max(4 * whole.sparkSession.sparkContext.defaultParallelism, 8)
    # By the id, and not in turn: a task that is done again after a loss gets the same rows.
    whole = whole.repartition(partitions, "doc_id").persist(DISK)
    good = whole.where(F.col("error").isNull()).select(*DOCUMENT)
    bad = whole.where(F.col("error").isNotNull()).select("path", "stage", "error")
    return DocumentFrames(good, bad, whole)


def read(
    spark: SparkSession,
    paths: str | Path | Sequence[str | Path],
    *,
    partitions: int | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: Sequence[str] = (),
    **options: Any,
) -> DocumentFrames:
    """Reads files, folders and archives on the executors.

    A container (tar, zip, WARC, a compressed file) is one task; small files are read together; JSON Lines and Parquet are split. Paths are of a file
    system that driver and executors share; where they name another scheme (``s3a://…``, ``hdfs://…``), Spark fetches each file whole, up to
    2 GB. Articles get the ids that ``guanxi extract`` gives them.

    ``since``, ``until`` and ``sources`` leave articles out; other options are those of ``guanxi.read_archive``. ``partitions`` is the number of
    parts the articles are dealt out to (default: four a core).
    """
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    given = [str(path) for path in listed]
    bounds = (since, until, list(sources))
    schema = schema_of(_empty(options, bounds))
    remote = [path for path in given if "://" in path and not path.startswith("file://")]
    local = [path.removeprefix("file://") for path in given if path not in remote]
    rows: list[DataFrame] = []
    if local:
        files, errors = _guanxi.list_inputs(local)
        whole, lines, tables = [], [], []
        for file in pa.table(files).to_pylist():
            name = file["file"].lower()
            if file["size"] == 0 and Path(name).name.startswith("_"):
                # What Spark leaves beside the parts it writes.
                continue
            if name.endswith(".parquet"):
                tables.append(file)
            elif name.endswith(LINES) and file["size"] > TASK:
                lines.append(file)
            else:
                whole.append(file)
        if whole:
            rows.append(_files(spark, whole, schema, options, bounds))
        if lines:
            rows.append(_lines(spark, lines, schema, options, bounds))
        for file in tables:
            rows.append(_rows(spark.read.parquet(_uri(file["file"])), None, file["path"], schema, options, bounds))
        failed = pa.table(errors)
        if failed.num_rows:
            bad = frame(spark, errors)
            rows.append(bad.select(*(F.col(f.name) if f.name in bad.columns else F.lit(None).cast(f.dataType).alias(f.name) for f in schema)))
    for path in remote:
        rows.append(_fetched(spark, path, schema, options, bounds))
    if not rows:
        raise _guanxi.InputError(f"no article was found in {', '.join(given)}")
    return _frames(rows, partitions)


def documents(
    rows: DataFrame,
    *,
    id: str | None = None,  # noqa: A002 - the name of the column that is one
    partitions: int | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: Sequence[str] = (),
    **options: Any,
) -> DocumentFrames:
    """Articles of a DataFrame with one article a row.

    The columns of text, headline, date, link and publisher are told by their names, as in a CSV; ``text_column`` and the like name them.
    ``id`` is a column that tells the rows apart: it is shown as the path, and document ids are made from it and the text. Without it they are
    made from the whole row, and rows that are the same in every column count once.
    """
    bounds = (since, until, list(sources))
    schema = schema_of(_empty(options, bounds))
    return _frames([_rows(rows, id, None, schema, options, bounds)], partitions)


def sample(articles: DataFrame, size: int, seed: int = 0) -> DataFrame:
    """At most so many articles, always the same ones: those that ``guanxi extract --sample`` takes."""
    schema = schema_of(_guanxi.survey_rows(_no_document(), seed))
    ranks = over(articles.select("doc_id", "text", "published", "title_in_text"), lambda part: _guanxi.survey_rows(part, seed), schema)
    chosen = ranks.orderBy("rank", "doc_id").limit(size).select("doc_id")
    return articles.join(F.broadcast(chosen), "doc_id", "left_semi")


def _no_document() -> pa.RecordBatch:
    columns = {name: pa.array([], pa.bool_() if name == "title_in_text" else pa.string()) for name in DOCUMENT}
    return pa.record_batch(columns)


def _uri(path: str) -> str:
    # As Spark takes paths: not percent-encoded, but with patterns.
    return "file://" + re.sub(r"([\\*?\[\]{}])", r"\\\1", str(Path(path).absolute()))


def _files(spark: SparkSession, files: list[dict[str, Any]], schema: StructType, options: Options, bounds: Bounds) -> DataFrame:
    groups: list[list[dict[str, Any]]] = []
    size = 0
    for file in files:
        if not groups or size + file["size"] > TASK:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file["size"]
    # The largest first, so that none is left to the end.
    groups.sort(key=lambda group: -sum(file["size"] for file in group))
    rows = [(number, file["file"], file["path"], file["key"]) for number, group in enumerate(groups) for file in group]
    ends: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows:
        ends.setdefault(row[0], []).append(row[1:])
    tasks = spark.sparkContext.parallelize([ends[number] for number in sorted(ends)], len(ends)).flatMap(lambda group: group)
    listed = spark.createDataFrame(tasks, "file string, path string, key string")

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            for table in _guanxi.DocumentReader(part, options, *bounds):
                yield from batches(table)

    return listed.mapInArrow(run, schema)


def _fetched(spark: SparkSession, path: str, schema: StructType, options: Options, bounds: Bounds) -> DataFrame:
    root = unquote(urlparse(path).path).rstrip("/")
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(path).select("path", "content")

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            shown = part.column("path").to_pylist()
            keys = [unquote(urlparse(name).path).removeprefix(root.rsplit("/", 1)[0]).lstrip("/") for name in shown]
            whole = pa.record_batch({"path": pa.array(shown, pa.string()), "key": pa.array(keys, pa.string()), "content": part.column("content")})
            for table in _guanxi.DocumentReader(whole, options, *bounds):
                yield from batches(table)

    return files.mapInArrow(run, schema)


def _lines(spark: SparkSession, files: list[dict[str, Any]], schema: StructType, options: Options, bounds: Bounds) -> DataFrame:
    """JSON Lines in splits. A line's id is made from its number, so the lines before each split are counted first."""
    names = {str(Path(file["file"]).absolute()): (file["path"], file["key"]) for file in files}
    lines = (
        spark.read.option("lineSep", "\n")
        .text([_uri(file["file"]) for file in files])
        .select("value", F.col("_metadata.file_path").alias("file"), F.col("_metadata.file_block_start").alias("block"))
    )
    before: dict[tuple[str, int], int] = {}
    at: dict[str, int] = {}
    for row in lines.groupBy("file", "block").count().orderBy("file", "block").collect():
        before[(row["file"], row["block"])] = at.get(row["file"], 0)
        at[row["file"]] = at.get(row["file"], 0) + row["count"]

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        met: dict[tuple[str, int], int] = {}
        for part in parts:
            paths, keys = [], []
            for split in zip(part.column("file").to_pylist(), part.column("block").to_pylist()):
                met[split] = met.get(split, before[split]) + 1
                path, key = names[unquote(urlparse(split[0]).path)]
                paths.append(f"{path}#{met[split]}")
                keys.append(f"{key}#{met[split]}")
            rows = pa.record_batch({"json": part.column("value"), "path": pa.array(paths, pa.string()), "key": pa.array(keys, pa.string())})
            yield from batches(_guanxi.parse_rows(rows, options, *bounds))

    return lines.mapInArrow(run, schema)


def _rows(rows: DataFrame, id: str | None, path: str | None, schema: StructType, options: Options, bounds: Bounds) -> DataFrame:  # noqa: A002
    plain = [field.name for field in rows.schema if field.dataType.typeName() != "binary" and field.name != id]
    key = F.lit(None).cast("string") if id is None else F.col(id).cast("string")
    packed = rows.select(F.to_json(F.struct(*plain)).alias("json"), key.alias("key"), F.lit(path).cast("string").alias("path"))
    if id is None:
        packed = packed.dropDuplicates(["json"])
    return over(packed, lambda part: _guanxi.parse_rows(part, options, *bounds), schema)
