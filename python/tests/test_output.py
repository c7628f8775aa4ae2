"""Archives, whole runs, Arrow data."""

from __future__ import annotations

import csv
import io
import json

import pytest

import guanxi
from guanxi import _guanxi


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_reading(data, output):
    documents = guanxi.read_archive(data)
    read = {d.doc_id: d for d in documents}
    if output.summary["documents"] == len(read):
        listed = rows(output.path / "documents.csv")
        assert [row["doc_id"] for row in listed] == sorted(read)
        assert all(read[row["doc_id"]].title == row["title"] for row in listed)
    assert documents.errors == []
    assert all(d.text.split("\n")[0] == d.title for d in read.values() if d.title_in_text)


def test_what_cannot_be_read(tmp_path):
    (tmp_path / "a.md").write_text("# 题\n\n普京说。", encoding="utf-8")
    (tmp_path / "b.tar.gz").write_bytes(b"\x1f\x8b\x08\x00damaged")
    documents = guanxi.read_archive(tmp_path)
    assert [d.title for d in documents] == ["题"]
    assert [e[0].endswith("b.tar.gz") for e in documents.errors] == [True]
    with pytest.raises(guanxi.InputError, match="nowhere"):
        guanxi.read_archive(tmp_path / "nowhere")
    with pytest.raises(TypeError, match="no_such"):
        guanxi.read_archive(tmp_path, no_such=1)
    with pytest.raises(guanxi.InputError):
        list(guanxi.read_archive(tmp_path, selector="[["))


def test_documents_go_to_the_extractor(data, extractor):
    documents = list(guanxi.read_archive(data / "markdown"))
    for document, article in zip(documents, extractor.extract_many(documents)):
        assert (article.doc_id, article.text, article.title) == (document.doc_id, document.text, document.title)
        assert article.mentions == extractor.extract(document).mentions


def test_tables_are_the_files(output):
    import pyarrow as pa

    from guanxi.output import TABLES

    for name in TABLES:
        table = output.table(name)
        written = rows(output.path / f"{name}.csv")
        assert len(table) == len(written), name
        assert table.column_names == list(csv.reader(open(output.path / f"{name}.csv", encoding="utf-8")))[0]
        for read, row in zip(pa.table(table).to_pylist(), written):
            for column, value in read.items():
                if isinstance(value, bool):
                    assert row[column] == ("true" if value else "false")
                elif isinstance(value, (int, float)):
                    assert float(row[column]) == value
                else:
                    assert row[column] == (value or "")
    assert len(output.mentions) == output.summary["mentions"]
    with pytest.raises(ValueError, match="nodes"):
        output.table("nodes")


def test_other_libraries_take_them(output):
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    edges = output.edges
    arrow = pa.table(edges)
    assert pl.DataFrame(edges).equals(pl.from_arrow(arrow))
    frame = edges.to_pandas()
    assert isinstance(frame, pd.DataFrame) and list(frame["Weight"]) == arrow["Weight"].to_pylist()
    assert edges.to_polars()["Weight"].to_list() == arrow["Weight"].to_pylist()
    # Twice from one table, and the data outlives it.
    again = pa.table(edges)
    del edges
    assert again.equals(arrow)
    assert pa.schema(output.edges).names == arrow.schema.names


def test_networks(output):
    graph = output.to_networkx()
    entities, edges = rows(output.path / "entities.csv"), rows(output.path / "edges.csv")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(entities), len(edges))
    first = edges[0]
    assert graph.edges[first["Source"], first["Target"]]["weight"] == int(first["Weight"])
    assert dict(graph.degree())[entities[0]["Id"]] == int(entities[0]["degree"])
    assert graph.nodes[entities[0]["Id"]]["label"] == entities[0]["Label"]
    events = output.to_networkx(events=True)
    stated = [row for row in rows(output.path / "relations.csv") if row["negated"] == "false"]
    assert events.is_directed() and sum(w for *_, w in events.edges(data="weight")) == len(stated)


def test_options_of_a_run(data, tmp_path):
    out = guanxi.run(str(data / "markdown"), tmp_path / "a", window="paragraph", types=["person"], report=False, relations=False, threads=1)
    assert out.summary["options"]["window"] == "paragraph" and out.summary["options"]["types"] == ["person"]
    assert len(out.relations) == 0
    assert guanxi.open(tmp_path / "a").summary["documents"] == out.summary["documents"]
    assert "<table>" in out._repr_html_()
    few = guanxi.run([data / "markdown"], tmp_path / "b", sample=2, report=False)
    assert few.summary["documents"] == 2
    for wrong, message in (({"window": "page"}, "page"), ({"types": ["thing"]}, "thing"), ({"since": "March"}, "March")):
        with pytest.raises(ValueError, match=message):
            guanxi.run(data, tmp_path / "c", **wrong)
    with pytest.raises(TypeError, match="no_such"):
        guanxi.run(data, tmp_path / "c", no_such=True)
    with pytest.raises(guanxi.InputError):
        guanxi.run(tmp_path / "nowhere", tmp_path / "c")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "letter.txt").write_text("mine")
    with pytest.raises(guanxi.OutputError, match="letter.txt"):
        guanxi.run(data, tmp_path / "d")
    with pytest.raises(guanxi.OutputError):
        guanxi.open(tmp_path / "d")


def test_csv_as_the_core_writes_it(output):
    for name in ("entities", "edges", "relations", "mentions"):
        written = (output.path / f"{name}.csv").read_bytes()
        assert _guanxi.csv_lines(output.table(name), header=True) == written, name
    import pyarrow as pa

    odd = pa.record_batch({"a": ['x"y', "", "a,b", None, "c\nd"], "b": [0.1 + 0.2, 1e-12, 3.0, None, 1e15], "c": [True, False, None, True, True]})
    text = _guanxi.csv_lines(odd).decode()
    assert list(csv.reader(io.StringIO(text))) == [
        ['x"y', "0.3", "true"],
        ["", "0", "false"],
        ["a,b", "3", ""],
        ["", "", "true"],
        ["c\nd", "1000000000000000", "true"],
    ]


def test_the_module_says_what_it_has():
    for name in guanxi.__all__:
        assert getattr(guanxi, name).__doc__ or name == "__version__", name
    for kind in (guanxi.InputError, guanxi.OutputError, guanxi.DictionaryError, guanxi.MismatchError):
        assert issubclass(kind, guanxi.GuanxiError) and issubclass(kind, Exception)


def test_the_stubs_are_complete():
    import ast
    from pathlib import Path

    stub = ast.parse((Path(guanxi.__file__).parent / "_guanxi.pyi").read_text(encoding="utf-8"))
    there = {node.name for node in stub.body if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")}
    there |= {"__version__"}
    public = {name for name in dir(_guanxi) if not name.startswith("_")} | {"__version__"}
    assert there == public
    for node in stub.body:
        if isinstance(node, ast.ClassDef) and not node.name.endswith("Error") and not node.name.startswith("_"):
            members = {n.target.id if isinstance(n, ast.AnnAssign) else n.name for n in node.body if isinstance(n, (ast.AnnAssign, ast.FunctionDef))}
            real = {n for n in vars(getattr(_guanxi, node.name)) if not n.startswith("_")}
            assert real <= members, (node.name, real - members)
    json.dumps(sorted(there))


def test_the_stubs_are_true():
    """What type checkers are told is what the compiled module has."""
    import subprocess
    import sys
    from pathlib import Path

    pytest.importorskip("mypy")
    config = Path(__file__).resolve().parents[1] / "pyproject.toml"
    command = [sys.executable, "-m", "mypy.stubtest", "guanxi._guanxi", "--mypy-config-file", str(config)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
