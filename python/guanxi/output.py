"""Whole runs and what they leave: an output folder, its tables, its network."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from . import _guanxi

TABLES = (
    "documents",
    "entities",
    "mentions",
    "name_pairs",
    "name_pairs_by_document",
    "edges",
    "relations",
    "positions",
    "affiliations",
    "errors",
)
"""The tables of an output folder."""


class Output:
    """An output folder of ``guanxi extract``, ``guanxi.run`` or ``guanxi.spark``.

    Each table is an attribute (``output.entities``, ``output.edges``, ``output.mentions`` …): Arrow data that pyarrow, polars and
    pandas take as it is.
    """

    def __init__(self, path: str | os.PathLike[str], summary: dict[str, Any] | None = None) -> None:
        self.path = Path(path)
        if summary is None:
            try:
                summary = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise _guanxi.OutputError(f"{self.path}: no output of guanxi ({error})") from error
        self.summary: dict[str, Any] = summary
        """What ``run.json`` says of the run: options, dictionaries, counts, seconds."""

    def table(self, name: str) -> _guanxi.Table:
        """A table by its name, such as ``"entities"``."""
        if name not in TABLES:
            raise ValueError(f"there is no table {name}; the tables are {', '.join(TABLES)}")
        return _guanxi.read_table(self.path / f"{name}.csv")

    @property
    def documents(self) -> _guanxi.Table:
        """Each article read."""
        return self.table("documents")

    @property
    def entities(self) -> _guanxi.Table:
        """Each real thing, most mentioned first."""
        return self.table("entities")

    @property
    def mentions(self) -> _guanxi.Table:
        """Each occurrence of a name."""
        return self.table("mentions")

    @property
    def name_pairs(self) -> _guanxi.Table:
        """Each bilingual name pair of the archive."""
        return self.table("name_pairs")

    @property
    def name_pairs_by_document(self) -> _guanxi.Table:
        """Each bilingual name pair in each article."""
        return self.table("name_pairs_by_document")

    @property
    def edges(self) -> _guanxi.Table:
        """Each pair of entities that occur together, heaviest first."""
        return self.table("edges")

    @property
    def relations(self) -> _guanxi.Table:
        """Each stated event between two entities."""
        return self.table("relations")

    @property
    def positions(self) -> _guanxi.Table:
        """Each tie of a person to a title and a body, place by place."""
        return self.table("positions")

    @property
    def affiliations(self) -> _guanxi.Table:
        """Each distinct person, title and body."""
        return self.table("affiliations")

    @property
    def errors(self) -> _guanxi.Table:
        """Each input that could not be read, in part or whole."""
        return self.table("errors")

    def to_networkx(self, events: bool = False) -> Any:
        """The network for networkx.

        Gives a ``networkx.Graph`` of entities that occur together, with the columns of ``entities.csv`` and ``edges.csv`` as attributes (the weight of an
        edge is ``weight``); with ``events=True`` a ``networkx.MultiDiGraph`` of the stated events, denied ones left out, its keys the event types.
        """
        import networkx as nx

        graph = nx.MultiDiGraph() if events else nx.Graph()
        for row in _rows(self.entities):
            graph.add_node(row.pop("Id"), label=row.pop("Label"), **row)
        if events:
            for row in _rows(self.relations):
                if row["negated"]:
                    continue
                ends = row["subject_id"], row["object_id"]
                if graph.has_edge(*ends, key=row["relation"]):
                    graph.edges[(*ends, row["relation"])]["weight"] += 1
                else:
                    graph.add_edge(*ends, key=row["relation"], weight=1)
            return graph
        for row in _rows(self.edges):
            ends = row.pop("Source"), row.pop("Target")
            row.pop("Type")
            graph.add_edge(*ends, weight=row.pop("Weight"), **row)
        return graph

    def write_graphs(self, labels: Literal["zh", "en", "both"] = "both") -> list[Path]:
        """Writes ``graph.gexf``, ``graph-dynamic.gexf``, ``graph.graphml``, ``graph.json`` and ``events.gexf`` into the folder, from its tables.

        They are the files that ``guanxi extract`` writes; ``guanxi.spark`` leaves them out, because the whole network is laid out on one
        machine for them. ``labels`` is the script of the names on the nodes: ``"zh"``, ``"en"`` or ``"both"``. Gives their paths.

        Raises ``OutputError`` where a table cannot be read or a file not be written.
        """
        return _guanxi.write_graphs(self.path, labels)

    def _repr_html_(self) -> str:
        rows = []
        for kind in self.summary.get("entities", []):
            top = "  ".join(f"{label} {n}" for label, n in kind.get("top", []))
            cells = (str(kind.get("type", "")), f"{kind.get('entities', 0):,}", top)
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        counts = ", ".join(
            f"{self.summary[key]:,} {name}"
            for key, name in (("documents", "articles"), ("mentions", "mentions"), ("edges", "edges"), ("relations", "stated events"))
            if isinstance(self.summary.get(key), int)
        )
        where = html.escape(str(self.path))
        return f"<p><b>{where}</b>: {counts}</p><table><tr><th>type</th><th>entities</th><th>most mentioned</th></tr>{''.join(rows)}</table>"

    def __repr__(self) -> str:
        return f"<guanxi.Output {str(self.path)!r}: {self.summary.get('documents', '?')} articles>"


def _rows(table: _guanxi.Table) -> Iterator[dict[str, Any]]:
    import pyarrow as pa

    for batch in pa.table(table).to_batches():
        yield from batch.to_pylist()


def run(paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], output: str | os.PathLike[str] = "output", **options: Any) -> Output:
    """Reads an archive and writes its tables and network to a folder, as ``guanxi extract`` does.

    ``paths`` is one path or several: files, folders, archives. Options are those of the command, by keyword: ``window`` (``"sentence"``,
    ``"paragraph"``, ``"document"``), ``types`` (a list), ``dictionaries``, ``no_builtin``, ``curation``, ``model``, ``relations``, ``jsonl``,
    ``report``, ``labels`` (``"zh"``, ``"en"``, ``"both"``), ``bom``, ``threads``, ``since``, ``until``, ``sources`` (a list), ``sample``, ``seed``, ``keep_duplicates``, ``with_sources``, ``fresh``, and
    those of ``read_archive``.

    Raises ``InputError`` where there is nothing to read, ``DictionaryError`` and ``OutputError``; single articles that cannot be read are
    rows of ``errors``.
    """
    if isinstance(options.get("types"), str):
        raise TypeError("types must be a list of types, not one text")
    summary = json.loads(_guanxi.run_pipeline(paths, output, options))
    return Output(output, summary)


def open(path: str | os.PathLike[str]) -> Output:  # noqa: A001 - reads as guanxi.open
    """Opens an output folder that is there already."""
    return Output(path)
