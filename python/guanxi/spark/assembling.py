"""Pass three: names that mean one thing become entities; everything is counted, and the tables are written."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, StructField, StructType

from .. import _guanxi
from ._frames import DISK, frame, over
from .extracting import Extraction

TYPES = ("person", "country", "organization", "place", "other")
"""Types in the order in which ties are broken."""
KINDS = ("transliteration", "translation", "abbreviation", "adopted")
"""Renderings in the order in which ties are broken."""

COLUMNS = {
    "documents": "doc_id path source title url published language characters sentences mentions duplicate_of paragraphs",
    "entities": "Id Label type name_zh name_en aliases iso_3166 mentions documents first_published last_published degree weighted_degree "
    "pagerank betweenness community core component",
    "mentions": "doc_id paragraph sentence start end surface type entity_id evidence confidence role",
    "name_pairs": "zh latin type entity_id occurrences documents score first_published last_published kind",
    "name_pairs_by_document": "doc_id start zh latin type entity_id score kind",
    "edges": "Source Target Type Weight documents npmi first_published last_published g2 disparity",
    "relations": "doc_id published sentence subject_id subject relation object_id object trigger negated confidence text quad_class cameo_root",
    "positions": "doc_id published sentence person_id person title body_id body confidence text",
    "affiliations": "person_id person title body_id body documents first_published last_published",
    "errors": "path stage error",
}
"""The columns of the output contract."""


@dataclass
class Tables:
    """The tables of the output contract as DataFrames; ``order`` is by what each is sorted."""

    documents: DataFrame
    entities: DataFrame
    mentions: DataFrame
    name_pairs: DataFrame
    name_pairs_by_document: DataFrame
    edges: DataFrame
    relations: DataFrame
    positions: DataFrame
    affiliations: DataFrame
    errors: DataFrame
    order: dict[str, list[Column | str]] = field(repr=False)
    options: dict[str, Any] = field(repr=False)
    dictionaries: list[Any] = field(repr=False)
    kept: list[DataFrame] = field(repr=False)

    def table(self, name: str) -> DataFrame:
        """A table with the columns of the contract."""
        table: DataFrame = getattr(self, name)
        return table.select(*COLUMNS[name].split())

    def write_parquet(self, folder: str, mode: str = "errorifexists") -> None:
        """Writes each table as ``folder/NAME.parquet``, by all executors at once."""
        for name in COLUMNS:
            self.table(name).write.mode(mode).parquet(f"{folder.rstrip('/')}/{name}.parquet")

    def write_csv(self, folder: str | Path, bom: bool = False, jsonl: bool = False) -> dict[str, int]:
        """Writes the tables as ``guanxi extract`` does, byte for byte, and ``run.json``; gives the rows of each.

        One file a table on the driver's own disk, through which all rows go: for archives whose tables fit there. With ``jsonl`` the stated
        events are written to ``relations.jsonl`` too, one PLOVER record a line. ``guanxi.open(folder).write_graphs()`` adds the graph files.

        Raises ``OutputError`` where the folder cannot be written to.
        """
        path = output_folder(folder)
        began = time.time()
        rows = {}
        for name, columns in COLUMNS.items():
            head = ("\ufeff" if bom else "") + ",".join(columns.split()) + "\n"
            data = getattr(self, name).sort(*self.order[name]).select(*columns.split())
            rows[name] = _write(data, _guanxi.csv_lines, path / f"{name}.csv", head.encode())
        if jsonl:
            told = self.relations.drop("path", "source", "url", "language")
            told = told.join(self.documents.select("doc_id", "path", "source", "url", "language"), "doc_id").sort(*self.order["relations"])
            _write(told, _guanxi.plover_lines, path / "relations.jsonl")
        run = {
            "schema_version": 1,
            "version": _guanxi.__version__,
            "engine": "spark",
            "options": {**self.options, "bom": bom, "jsonl": jsonl},
            "dictionaries": self.dictionaries,
            "documents": rows["documents"],
            "errors": rows["errors"],
            "mentions": rows["mentions"],
            "name_pairs": rows["name_pairs"],
            "edges": rows["edges"],
            "relations": rows["relations"],
            "positions": rows["positions"],
            "seconds": [["write", round(time.time() - began, 3)]],
        }
        (path / "run.json").write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return rows

    def unpersist(self) -> None:
        """Frees what was kept on the executors."""
        for kept in self.kept:
            kept.unpersist()


STALE = ("relations.jsonl", "report.html", "graph.gexf", "graph-dynamic.gexf", "graph.graphml", "graph.json", "events.gexf", "run.json")
"""What an earlier run may have left in a folder, and would tell of other tables."""


def output_folder(folder: str | Path) -> Path:
    """Makes the folder, and takes out of it what an earlier run made of other tables."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in STALE:
            (path / name).unlink(missing_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise _guanxi.OutputError(f"{path}: {error.strerror or error}") from error
    return path


def _write(sorted_: DataFrame, lines_of: Callable[[pa.RecordBatch], bytes], path: Path, head: bytes = b"") -> int:
    """Writes rows, in their order, as the lines that the core makes of them; gives their number."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            if part.num_rows:
                lines = pa.array([lines_of(part)], pa.binary())
                yield pa.record_batch({"lines": lines, "rows": pa.array([part.num_rows], pa.int64())})

    lines = sorted_.mapInArrow(run, "lines binary, rows long")
    temporary = path.with_suffix(".part")
    rows = 0
    try:
        with temporary.open("wb") as file:
            file.write(head)
            for row in lines.toLocalIterator(prefetchPartitions=True):
                file.write(row["lines"])
                rows += row["rows"]
        temporary.replace(path)
    except OSError as error:
        raise _guanxi.OutputError(f"{path}: {error.strerror or error}") from error
    return rows


def _day() -> Column:
    return F.when(F.length("published") >= 10, F.substring("published", 1, 10))


def _first() -> Column:
    return F.coalesce(F.min("day"), F.lit("")).alias("first_published")


def _last() -> Column:
    return F.coalesce(F.max("day"), F.lit("")).alias("last_published")


def _rank(column: str, words: Sequence[str]) -> Column:
    return F.array_position(F.array(*(F.lit(word) for word in words)), F.col(column))


def _commonest(rows: DataFrame, keys: list[str], value: Column, name: str) -> DataFrame:
    """The commonest value of each group, of equals the least."""
    counted = rows.select(*keys, value.alias("value")).where(F.col("value").isNotNull()).groupBy(*keys, "value").agg(F.count("*").alias("n"))
    return counted.groupBy(*keys).agg(F.min(F.struct(-F.col("n"), F.col("value"))).alias("best")).select(*keys, F.col("best.value").alias(name))


def assemble(
    found: Extraction,
    names: _guanxi.NameTable,
    *,
    errors: DataFrame | None = None,
    window: str = "sentence",
    types: Sequence[str] = ("person", "country", "organization"),
    curation: str | Path | None = None,
    measures: bool = True,
    with_sources: bool = False,
) -> Tables:
    """Entities, edges and the other tables of the contract.

    ``errors`` are those of reading. Distinct names, not articles, go to the driver, where the core decides which mean one thing; occurrences are
    counted and joined by Spark. With ``measures`` the edges go there too, for PageRank, betweenness, communities, cores and components; without
    it these columns are empty (degrees are always there). ``window``, ``types``, ``curation`` and ``with_sources`` are those of ``guanxi extract``.
    """
    if window not in ("sentence", "paragraph", "document"):
        raise ValueError(f"window must be sentence, paragraph or document, not {window}")
    if isinstance(types, str) or not set(types) <= set(TYPES[:4]):
        raise ValueError("types must be a list of person, country, organization, place")
    spark = found.frame.sparkSession
    good = found._good()
    kept: list[DataFrame] = []

    # Which names are one thing.
    met = good.select(F.explode("names").alias("n")).select("n.*")
    key = ("name", "kind", "entry", "zh", "latin", "english", "article")
    keys = met.groupBy(*key).agg(F.count("*").alias("documents"), F.sum("mentions").alias("mentions"))
    written = met.select("name", F.explode("surfaces").alias("s")).groupBy("name", "s.surface").agg(F.sum("s.count").alias("count"))
    members, entities = _guanxi.cluster_names(keys.toArrow(), written.toArrow(), names, None if curation is None else str(curation))
    listed = frame(spark, entities)
    of_name = frame(spark, members).join(listed, "entity").select(
        "name", "entity", "id", "label", F.col("type").alias("entity_type"), "retyped", "dropped"
    )
    here = of_name.where(~F.col("dropped")).drop("dropped").persist()
    gone = of_name.where("dropped").select("name")
    drops = gone.limit(1).count() > 0
    kept.append(here)

    # Mentions.
    mentions = good.select("doc_id", _day().alias("day"), F.posexplode("mentions").alias("pos", "m")).select("doc_id", "day", "pos", "m.*")
    if drops:
        mentions = mentions.join(gone, "name", "left_anti")
    mentions = mentions.join(here.drop("label"), "name", "left")
    mentions = mentions.withColumn("entity_id", F.coalesce("id", F.lit("")))
    mentions = mentions.withColumn("type", F.when(F.col("retyped"), F.col("entity_type")).otherwise(F.col("type")))
    # By article, so that windows and articles are counted where they lie.
    mentions = mentions.repartition("doc_id").persist(DISK)
    kept.append(mentions)

    # Articles.
    copies = frame(spark, names.duplicates)
    documents = found.documents.drop("copy").join(copies, "doc_id", "left").withColumn("duplicate_of", F.coalesce("duplicate_of", F.lit("")))
    if drops:
        documents = documents.join(mentions.groupBy("doc_id").agg(F.count("*").alias("mentions")), "doc_id", "left")
        documents = documents.withColumn("mentions", F.coalesce("mentions", F.lit(0)))
    else:
        documents = documents.join(good.select("doc_id", F.size("mentions").alias("mentions")), "doc_id")

    # Entities.
    known = mentions.where(F.col("entity").isNotNull())
    by_article = known.groupBy("doc_id", "day", "entity").agg(F.count("*").alias("n"))
    counted = by_article.groupBy("entity").agg(F.sum("n").alias("mentions"), F.count("*").alias("documents"), _first(), _last())
    rank = Window.orderBy(F.desc("mentions"), F.desc("documents"), "id")
    nodes = counted.join(listed.drop("retyped", "dropped"), "entity").withColumn("place", F.row_number().over(rank).cast("long") - 1)
    nodes = nodes.persist()
    kept.append(nodes)

    # Edges.
    of_window = {"sentence": F.col("sentence"), "paragraph": F.col("paragraph"), "document": F.lit(0)}[window]
    # An entity has the type of its names unless a curation gave it another.
    # Who reports makes no ties unless asked for.
    tied = known if with_sources else known.where("role = ''")
    inside = tied.where(F.col("entity_type").isin(list(types))).select("doc_id", "day", of_window.alias("w"), "entity").distinct()
    windows = inside.groupBy("entity").agg(F.count("*").alias("windows"))
    groups = inside.groupBy("doc_id", "day", "w").agg(F.sort_array(F.collect_list("entity")).alias("es")).where(F.size("es") > 1)
    each = "explode(flatten(transform(es, (a, i) -> transform(slice(es, i + 2, size(es)), b -> struct(a AS a, b AS b)))))"
    pairs = groups.select("doc_id", "day", F.expr(each).alias("p")).groupBy("doc_id", "day", "p.a", "p.b").agg(F.count("*").alias("n"))
    pairs = pairs.groupBy("a", "b").agg(F.sum("n").alias("Weight"), F.count("*").alias("documents"), _first(), _last())
    total = {"sentence": "sentences", "paragraph": "paragraphs", "document": "1"}[window]
    all_windows = good.where(~F.col("copy")).agg(F.coalesce(F.sum(F.expr(total)), F.lit(0)).alias("n")).collect()[0]["n"]
    ends = nodes.join(windows, "entity").select("entity", "place", "id", "windows")

    def end(side: str) -> DataFrame:
        return ends.select(
            F.col("entity").alias(side), F.col("place").alias(f"place_{side}"), F.col("id").alias(f"id_{side}"), F.col("windows").alias(f"windows_{side}")
        )

    edges = pairs.join(end("a"), "a").join(end("b"), "b")
    swap = F.col("place_a") > F.col("place_b")
    for column in ("place", "id", "windows"):
        low, high = F.col(f"{column}_a"), F.col(f"{column}_b")
        edges = edges.withColumn(f"{column}_low", F.when(swap, high).otherwise(low)).withColumn(f"{column}_high", F.when(swap, low).otherwise(high))
    edges = edges.select(
        F.col("place_low").alias("a"),
        F.col("place_high").alias("b"),
        F.col("id_low").alias("Source"),
        F.col("id_high").alias("Target"),
        F.col("windows_low").alias("windows_a"),
        F.col("windows_high").alias("windows_b"),
        "Weight",
        "documents",
        "first_published",
        "last_published",
    ).persist()
    kept.append(edges)
    ties = edges.select(F.col("a").alias("place"), "Weight").unionAll(edges.select(F.col("b").alias("place"), "Weight"))
    strength = ties.groupBy("place").agg(F.count("*").alias("degree"), F.sum("Weight").alias("weighted_degree"))
    weighed = edges.withColumn("windows", F.lit(all_windows).cast("long"))
    for side in ("a", "b"):
        ends_of = strength.select(F.col("place").alias(side), F.col("degree").alias(f"degree_{side}"), F.col("weighted_degree").alias(f"strength_{side}"))
        weighed = weighed.join(ends_of, side)
    wanted = ["Weight", "windows_a", "windows_b", "windows", "degree_a", "degree_b", "strength_a", "strength_b"]
    kept_columns = ["a", "b", "Source", "Target", "documents", "first_published", "last_published"]
    weighed = weighed.select(*kept_columns, *wanted)
    measured = over(weighed, _guanxi.associate, _measured(weighed)).withColumn("Type", F.lit("Undirected"))

    if measures:
        count = nodes.count()
        network = _guanxi.measure_network(count, edges.select("a", "b", "Weight").toArrow())
        nodes_measured = nodes.join(frame(spark, network), "place")
    else:
        empty = {"pagerank": "double", "betweenness": "double", "community": "string", "core": "int", "component": "int"}
        nodes_measured = nodes.join(strength, "place", "left").fillna(0, ["degree", "weighted_degree"])
        nodes_measured = nodes_measured.select("*", *(F.lit(None).cast(kind).alias(name) for name, kind in empty.items()))
    nodes_measured = nodes_measured.withColumnRenamed("id", "Id").withColumnRenamed("label", "Label")

    # Bilingual pairs.
    rows = found.rows("pairs").withColumn("day", _day()).join(here, "name", "left").withColumn("entity_id", F.coalesce("id", F.lit(""))).persist(DISK)
    kept.append(rows)
    group = ["type", "zh_key", "latin_key"]
    name_pairs = rows.groupBy(*group).agg(
        F.count("*").alias("occurrences"), F.countDistinct("doc_id").alias("documents"), F.max("score").alias("score"), _first(), _last()
    )
    for value, name in ((F.col("zh"), "zh"), (F.col("latin"), "latin"), (_rank("kind", KINDS), "kind"), (F.col("entity"), "entity")):
        name_pairs = name_pairs.join(_commonest(rows, group, value, name), group, "left")
    name_pairs = name_pairs.withColumn("kind", F.element_at(F.array(*(F.lit(word) for word in KINDS)), F.col("kind").cast("int")))
    name_pairs = name_pairs.join(listed.select("entity", F.col("id").alias("entity_id")), "entity", "left").fillna("", ["entity_id"])

    # Stated events.
    def named(side: str) -> DataFrame:
        return here.select(
            F.col("name").alias(side), F.col("entity").alias(f"{side}_entity"), F.col("id").alias(f"{side}_id"), F.col("label").alias(f"{side}_label")
        )

    relations = found.rows("relations").join(named("subject"), "subject").join(named("object"), "object")
    relations = relations.where("subject_entity != object_entity")
    once = Window.partitionBy("doc_id", "sentence", "subject_entity", "relation", "object_entity", "negated").orderBy("pos")
    relations = relations.withColumn("n", F.row_number().over(once)).where("n = 1").drop("subject", "object", "n")
    relations = relations.withColumnRenamed("subject_label", "subject").withColumnRenamed("object_label", "object")

    # Positions.
    held = found.rows("positions").withColumn("day", _day()).join(named("person"), "person").join(named("body"), "body").drop("person", "body")
    held = held.withColumnRenamed("person_label", "person").withColumnRenamed("body_label", "body")
    group = ["person_entity", "body_entity", "title_key"]
    affiliations = held.groupBy(*group, "person_id", "person", "body_id", "body").agg(F.countDistinct("doc_id").alias("documents"), _first(), _last())
    affiliations = affiliations.join(_commonest(held, group, F.col("title"), "title"), group)

    failed = found.errors
    if errors is not None:
        failed = failed.unionByName(errors)

    return Tables(
        documents=documents,
        entities=nodes_measured,
        mentions=mentions,
        name_pairs=name_pairs,
        name_pairs_by_document=rows,
        edges=measured,
        relations=relations,
        positions=held,
        affiliations=affiliations,
        errors=failed.distinct(),
        order={
            "documents": ["doc_id"],
            "entities": ["place"],
            "mentions": ["doc_id", "pos"],
            "name_pairs": [F.desc("documents"), F.desc("occurrences"), "zh", "latin", _rank("type", TYPES)],
            "name_pairs_by_document": ["doc_id", "pos"],
            "edges": [F.desc("Weight"), "a", "b"],
            "relations": ["doc_id", "pos"],
            "positions": ["doc_id", "pos"],
            "affiliations": ["person_id", "first_published", "body_id", "title"],
            "errors": ["path", "stage", "error"],
        },
        options={"window": window, "types": list(types), "with_sources": with_sources},
        dictionaries=json.loads(names.dictionaries()),
        kept=kept,
    )


def _measured(weighed: DataFrame) -> StructType:
    return StructType([*weighed.schema, *(StructField(name, DoubleType()) for name in ("npmi", "g2", "disparity"))])
