"""The job for ``spark-submit``: the options of ``guanxi extract`` on a cluster."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence

from pyspark.sql import SparkSession

from .. import GuanxiError, __version__
from .. import open as open_output
from .assembling import TYPES, assemble, output_folder
from .extracting import extract
from .reading import read, sample
from .surveying import survey

CONFIG = {
    # A batch is held twice, by Spark and by the core; articles are a few kilobytes each.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
}
"""What the job sets unless the cluster's own configuration does."""


def day(text: str) -> str:
    """A day or the beginning of one."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise argparse.ArgumentTypeError("write it as 2021-03-01, 2021-03 or 2021")
    return text


def kinds(text: str) -> list[str]:
    """Types of entities, by commas."""
    given = text.split(",")
    for kind in given:
        if kind not in TYPES[:4]:
            raise argparse.ArgumentTypeError(f"types are person, country, organization and place, not {kind}")
    return given


READING = ("selector", "drop_lines", "text_column", "title_column", "date_column", "url_column", "source_column", "max_depth")
"""The options of reading."""


def arguments() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(prog="guanxi-spark", description="Read an archive on a Spark cluster and write what guanxi extract writes.")
    parser.add_argument("input", nargs="*", help="files, folders and archives, on a file system that all machines share; or other schemes")
    parser.add_argument("-o", "--output", default="output", help="folder for the tables as CSV, on the driver")
    parser.add_argument("--parquet", metavar="FOLDER", help="also write the tables as Parquet, by all executors")
    parser.add_argument("--no-csv", action="store_true", help="write Parquet alone")
    parser.add_argument("--window", choices=("sentence", "paragraph", "document"), default="sentence", help="what counts as occurring together")
    parser.add_argument("--types", type=kinds, default=["person", "country", "organization"], help="types in the network, by commas")
    parser.add_argument("--dictionaries", metavar="DIR", help="folder with your own dictionary files, on the driver")
    parser.add_argument("--no-builtin", action="store_true", help="leave the built-in dictionaries out")
    parser.add_argument("--bom", action="store_true", help="begin each CSV file with a byte-order mark, for Excel")
    parser.add_argument("--curation", metavar="FILE", help="your own decisions on who is who, on the driver")
    parser.add_argument("--model", default="builtin", help="recognition model: none, builtin, or a file written by guanxi train")
    parser.add_argument("--no-relations", action="store_true", help="leave events and positions out")
    parser.add_argument("--jsonl", action="store_true", help="also write the stated events to relations.jsonl, one PLOVER record a line")
    parser.add_argument("--graphs", action="store_true", help="also write graph.gexf and the other graph files, on the driver")
    parser.add_argument("--labels", choices=("zh", "en", "both"), default="both", help="names on the nodes of graph files")
    parser.add_argument("--since", type=day, metavar="DAY", help="only articles from this day on")
    parser.add_argument("--until", type=day, metavar="DAY", help="only articles up to this day")
    parser.add_argument("--source", action="append", default=[], metavar="NAME", help="only articles of this publisher (several times)")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many articles, always the same ones")
    parser.add_argument("--seed", type=int, default=0, help="another sample")
    parser.add_argument("--files-from", metavar="FILE", help="read the inputs listed in FILE too, one a line (-: standard input of the driver)")
    parser.add_argument("--selector", metavar="SELECTOR", help="of web pages read only the elements that this CSS selector picks")
    parser.add_argument("--drop-lines", metavar="PATTERN", help="leave out the lines of articles that match this regular expression")
    for column, what in (("text", "text"), ("title", "headline"), ("date", "date of publication"), ("url", "link"), ("source", "publisher")):
        parser.add_argument(f"--{column}-column", metavar="NAME", help=f"column (CSV, TSV, Parquet) or key (JSON) with the {what}")
    parser.add_argument("--max-depth", type=int, metavar="N", help="archives inside archives are opened so many deep")
    parser.add_argument("--keep-duplicates", action="store_true", help="count copies of an article like any other")
    parser.add_argument("--with-sources", action="store_true", help="let names that tell who reports make ties too")
    parser.add_argument("--no-measures", action="store_true", help="leave out the measures that need the whole network on the driver")
    parser.add_argument("--partitions", type=int, help="parts the articles are dealt out to (default: four a core)")
    parser.add_argument("--threads", type=int, default=1, help="threads of the core in each task; set spark.task.cpus to the same")
    parser.add_argument("-q", "--quiet", action="store_true", help="no summary")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The options given, with the inputs that ``--files-from`` lists."""
    parser = arguments()
    known = parser.parse_args(argv)
    if known.files_from is not None:
        try:
            with sys.stdin if known.files_from == "-" else open(known.files_from, encoding="utf-8") as file:
                known.input += [line.rstrip("\r\n") for line in file if line.strip()]
        except OSError as error:
            parser.error(f"--files-from {known.files_from}: {error.strerror or error}")
    if not known.input:
        parser.error("name what to read")
    if "-" in known.input:
        parser.error("standard input cannot be read on a cluster; write it to a file that all machines share")
    if known.no_builtin and not known.dictionaries:
        parser.error("--no-builtin needs --dictionaries")
    if known.jsonl and known.no_relations:
        parser.error("--jsonl writes what --no-relations leaves out")
    if known.no_csv and not known.parquet:
        parser.error("--no-csv needs --parquet")
    if known.no_csv and (known.jsonl or known.graphs):
        parser.error("--jsonl and --graphs are written beside the CSV, which --no-csv leaves out")
    if known.graphs and known.no_measures:
        parser.error("--graphs needs the measures that --no-measures leaves out")
    return known


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the job; gives the exit status: 0 all inputs were read, 1 nothing usable, 2 some inputs failed."""
    known = parse(argv)
    try:
        # Found out before the work is done.
        if not known.no_csv:
            output_folder(known.output)
    except GuanxiError as error:
        print(f"guanxi: {error}", file=sys.stderr)
        return 1
    session = SparkSession.builder.appName("guanxi").getOrCreate()
    given = session.sparkContext.getConf()
    for name, value in CONFIG.items():
        if not given.contains(name):
            session.conf.set(name, value)
    try:
        return _run(session, known)
    except GuanxiError as error:
        print(f"guanxi: {error}", file=sys.stderr)
        return 1
    finally:
        session.stop()


def _run(session: SparkSession, known: argparse.Namespace) -> int:
    began = time.time()
    laps: list[tuple[str, float]] = []

    def lap(name: str) -> None:
        laps.append((name, time.time() - began - sum(seconds for _, seconds in laps)))

    reading = {name: getattr(known, name) for name in READING if getattr(known, name) is not None}
    bounds = {"since": known.since, "until": known.until, "sources": known.source}
    archive = read(session, known.input, partitions=known.partitions, **bounds, **reading)
    articles = archive.documents if known.sample is None else sample(archive.documents, known.sample, known.seed)
    count = articles.count()
    lap("read")
    names = survey(
        articles,
        dictionaries=known.dictionaries,
        no_builtin=known.no_builtin,
        model=known.model,
        relations=not known.no_relations,
        keep_duplicates=known.keep_duplicates,
    )
    lap("survey")
    found = extract(articles, names, threads=known.threads)
    found.frame.count()
    lap("extract")
    tables = assemble(
        found,
        names,
        errors=archive.errors,
        window=known.window,
        types=known.types,
        curation=known.curation,
        measures=not known.no_measures,
        with_sources=known.with_sources,
    )
    tables.options.update(
        inputs=known.input,
        builtin_dictionaries=not known.no_builtin,
        model=known.model,
        relations=not known.no_relations,
        since=known.since,
        until=known.until,
        sources=known.source,
        sample=known.sample,
        seed=known.seed,
        keep_duplicates=known.keep_duplicates,
        reading=reading,
    )
    if known.parquet:
        tables.write_parquet(known.parquet, mode="overwrite")
    if not known.no_csv:
        tables.write_csv(known.output, bom=known.bom, jsonl=known.jsonl)
    failed = tables.errors.count()
    lap("assemble")
    if known.graphs:
        open_output(known.output).write_graphs(known.labels)
        lap("graphs")
    if not known.quiet:
        print(f"{count} articles, {failed} errors; " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in laps))
    return 1 if count == 0 else 2 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
