"""What the stages share: Arrow tables of the core as DataFrames, and functions of the core over batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

DISK = StorageLevel.DISK_ONLY
"""Texts and results are kept on the executors' disks: they are far larger than memory, and read once or twice in order."""


def schema_of(table: Any) -> StructType:
    """The Spark schema of a table of the core."""
    return from_arrow_schema(pa.schema(table))


def batches(table: Any) -> Iterator[pa.RecordBatch]:
    """The batches of a table of the core."""
    yield from pa.RecordBatchReader.from_stream(table)


def frame(spark: SparkSession, table: Any) -> DataFrame:
    """A small table of the core as a DataFrame."""
    arrow = pa.table(table)
    if arrow.num_rows == 0:
        return spark.createDataFrame([], schema_of(table))
    return spark.createDataFrame(arrow)


def over(data: DataFrame, function: Callable[[pa.RecordBatch], object], schema: StructType) -> DataFrame:
    """Runs a function of the core over every batch of a DataFrame."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            if part.num_rows:
                yield from batches(function(part))

    return data.mapInArrow(run, schema)
