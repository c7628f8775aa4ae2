"""Spark gives what the core gives, row for row; also when a worker dies."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import guanxi
from guanxi import _guanxi

pytestmark = pytest.mark.spark

TABLES = "documents entities mentions name_pairs name_pairs_by_document edges relations positions affiliations errors".split()


def rows(path: Path) -> list[tuple[str, ...]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def assert_same(core: Path, spark: Path) -> None:
    for name in TABLES:
        expected, found = rows(core / f"{name}.csv"), rows(spark / f"{name}.csv")
        assert found[0] == expected[0], name
        assert sorted(found[1:]) == sorted(expected[1:]), name
        assert (core / f"{name}.csv").read_bytes() == (spark / f"{name}.csv").read_bytes(), f"{name}: other bytes"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    from cluster import Cluster

    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def test_the_job_on_a_cluster(cluster, archive, output, tmp_path):
    """`spark-submit` on a master and two workers."""
    from cluster import HOME, environment
    from conftest import settings

    script = Path(__file__).resolve().parents[1] / "guanxi-spark.py"
    command = [str(HOME / "bin" / "spark-submit"), "--master", cluster.url]
    for name, value in settings(4).items():
        command += ["--conf", f"{name}={value}"]
    command += [str(script), str(archive), "-o", str(tmp_path / "out"), "--parquet", str(tmp_path / "parquet"), "--partitions", "4"]
    command += ["--jsonl", "--graphs", "--labels", "en"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=3600)
    assert done.returncode == (2 if output.summary["errors"] else 0), done.stderr[-4000:]
    print(done.stdout)
    assert_same(output.path, tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["schema_version"] == output.summary["schema_version"] and run["dictionaries"] == output.summary["dictionaries"]
    assert run["mentions"] == output.summary["mentions"]
    assert run["options"]["jsonl"] is True
    for name in ("relations.jsonl", "graph.gexf", "graph-dynamic.gexf", "graph.graphml", "graph.json", "events.gexf"):
        assert (output.path / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), f"{name}: other bytes"
    # The same in Parquet.
    import pyarrow.parquet as pq

    edges = pq.read_table(tmp_path / "parquet" / "edges.parquet")
    assert edges.num_rows == len(output.edges)
    assert sum(edges["Weight"].to_pylist()) == sum(int(row[3]) for row in rows(output.path / "edges.csv")[1:])
    assert guanxi.open(tmp_path / "out").to_networkx().number_of_edges() == edges.num_rows


def test_a_worker_dies(cluster, archive, output, tmp_path):
    """One of two workers is killed in the middle of extraction; nothing changes."""
    from cluster import environment

    program = Path(__file__).with_name("interrupted.py")
    command = [sys.executable, str(program), cluster.url, str(archive), str(tmp_path / "out"), str(tmp_path / "go")]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as job:
        killed = False
        log = []
        for line in job.stdout:
            log.append(line)
            if line.startswith("EXTRACTING") and not killed:
                cluster.kill_worker(0)
                killed = True
                (tmp_path / "go").touch()
    assert killed and job.returncode == 0, "".join(log)[-4000:]
    assert "LOST 1" in "".join(log), "an executor was lost"
    assert_same(output.path, tmp_path / "out")


def test_options_of_the_job(tmp_path, capsys, monkeypatch):
    import io

    from guanxi.spark.submit import main, parse

    listed = tmp_path / "list.txt"
    listed.write_text("a.tar.gz\n\nb c.md\r\n", encoding="utf-8")
    assert parse(["--files-from", str(listed)]).input == ["a.tar.gz", "b c.md"]
    assert parse(["x", "-o", "y", "--files-from", str(listed)]).input == ["x", "a.tar.gz", "b c.md"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("d.md\n"))
    assert parse(["--files-from", "-"]).input == ["d.md"]
    assert parse(["x", "--types", "person,place"]).types == ["person", "place"]
    for wrong, message in (
        ([], "name what to read"),
        (["-"], "standard input"),
        (["x", "--types", "thing"], "thing"),
        (["x", "--since", "March"], "2021-03"),
        (["x", "--no-builtin"], "--dictionaries"),
        (["x", "--jsonl", "--no-relations"], "--no-relations"),
        (["x", "--no-csv"], "--parquet"),
        (["x", "--no-csv", "--parquet", "p", "--graphs"], "--no-csv"),
        (["x", "--graphs", "--no-measures"], "--no-measures"),
        (["--files-from", str(tmp_path / "nowhere")], "nowhere"),
    ):
        with pytest.raises(SystemExit) as stopped:
            parse(wrong)
        assert stopped.value.code == 2 and message in capsys.readouterr().err, wrong
    # A folder that cannot be written to is found out before anything is read.
    (tmp_path / "file").write_text("")
    assert main(["x", "-o", str(tmp_path / "file")]) == 1
    assert "file" in capsys.readouterr().err


def test_reading_options(spark, tmp_path):
    from guanxi import spark as gs

    given = {"kopf": "题", "leib": "普京说。\n扫码订阅我们\n拜登说。", "body": "没有"}
    (tmp_path / "a.jsonl").write_text(json.dumps(given, ensure_ascii=False) + "\n", encoding="utf-8")
    options = {"text_column": "leib", "title_column": "kopf", "drop_lines": "扫码订阅"}
    known = list(guanxi.read_archive(tmp_path / "a.jsonl", **options))
    assert [d.text for d in known] == ["题\n普京说。\n拜登说。"]
    frames = gs.read(spark, tmp_path / "a.jsonl", partitions=2, **options)
    assert plain(frames.documents, "doc_id", "title", "text") == [(known[0].doc_id, "题", known[0].text)]
    frames = gs.documents(spark.createDataFrame([given]), partitions=2, **options)
    assert plain(frames.documents, "title", "text") == [("题", known[0].text)]
    with pytest.raises(ValueError, match="drop_lines"):
        gs.read(spark, tmp_path / "a.jsonl", drop_lines="(")
    with pytest.raises(TypeError, match="no_such"):
        gs.read(spark, tmp_path / "a.jsonl", no_such="(")


def plain(frame, *columns):
    return sorted(tuple(row) for row in frame.select(*columns).collect())


def test_lines_are_split_and_keep_their_ids(spark, tmp_path, monkeypatch):
    from guanxi.spark import reading

    lines = [json.dumps({"title": f"题{i}", "text": f"第{i}篇，普京说。" * 9, "date": "2021-03-01", "url": f"https://a.b/{i}"}, ensure_ascii=False) for i in range(400)]
    lines[7] = ""
    lines[9] = "{broken"
    lines[11] = json.dumps({"nothing": 1})
    path = tmp_path / "many lines [行].jsonl"
    path.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    known = guanxi.read_archive(path)
    expected = sorted((d.doc_id, d.path, d.title, d.text, d.published) for d in known)
    monkeypatch.setattr(reading, "TASK", 1000)
    spark.conf.set("spark.sql.files.maxPartitionBytes", "20000")
    try:
        frames = reading.read(spark, path, partitions=2)
        assert plain(frames.documents, "doc_id", "path", "title", "text", "published") == expected
        assert plain(frames.errors, "path", "stage", "error") == sorted(known.errors)
        assert len(expected) == 397
    finally:
        spark.conf.unset("spark.sql.files.maxPartitionBytes")


def test_each_container_is_a_task(spark, data, tmp_path, monkeypatch):
    from guanxi.spark import reading

    known = guanxi.read_archive(data)
    expected = sorted((d.doc_id, d.path) for d in known)
    monkeypatch.setattr(reading, "TASK", 1)
    frames = reading.read(spark, data, partitions=2)
    assert plain(frames.documents, "doc_id", "path") == expected
    frames.kept.unpersist()
    # Fetched by Spark, as from a bucket; the ids are the same.
    from pyspark.sql import functions as F

    schema = frames.kept.schema
    fetched = reading._fetched(spark, data.as_uri(), schema, {}, (None, None, []))
    assert plain(fetched.where(F.col("error").isNull()), "doc_id") == [(i,) for i, _ in expected]


def test_rows_of_a_frame(spark, tmp_path):
    from guanxi import spark as gs

    given = [(1, "题", "普京说。", "2021-03-01"), (2, "题", "普京说。", "2021-03-01"), (3, None, None, None), (4, "", "习近平。", "2021年4月2日")]
    frame = spark.createDataFrame(given, "nr int, `标题` string, `正文` string, `日期` string")
    frames = gs.documents(frame, id="nr", partitions=2)
    found = {row["path"]: row for row in frames.documents.collect()}
    assert set(found) == {"1", "2", "4"}
    assert found["1"]["text"] == "题\n普京说。" and found["4"]["published"] == "2021-04-02"
    assert found["1"]["doc_id"] == _guanxi.make_id("1", "题\n普京说。")
    assert [row["path"] for row in frames.errors.collect()] == ["3"]
    # Without a column that tells rows apart, the same row counts once.
    frames = gs.documents(frame.drop("nr"), partitions=2, since="2021-03-15")
    assert [row["text"] for row in frames.documents.collect()] == ["习近平。"]
    frame.write.parquet(str(tmp_path / "a.parquet"))
    frames = gs.read(spark, tmp_path / "a.parquet", partitions=2)
    assert frames.documents.count() == 3 and frames.errors.count() == 1


def test_samples(spark, data, tmp_path):
    from guanxi import spark as gs

    frames = gs.read(spark, data, partitions=2)
    few = guanxi.run(data, tmp_path / "few", sample=5, seed=3, report=False)
    ids = [row[0] for row in rows(few.path / "documents.csv")[1:]]
    assert plain(gs.sample(frames.documents, 5, 3), "doc_id") == [(i,) for i in ids]
    frames.kept.unpersist()


def test_copies_windows_and_curation(spark, tmp_path):
    """Near copies of near copies, another window, decisions: as the core has them."""
    from guanxi import spark as gs

    folder = tmp_path / "news"
    folder.mkdir()
    people = ["普京", "拜登", "习近平", "王毅", "布林肯", "岸田文雄", "泽连斯基", "马克龙"]
    places = ["北京", "莫斯科", "东京", "巴黎", "华盛顿", "基辅", "首尔", "柏林", "罗马", "开罗"]

    def story(seed: int) -> str:
        parts = [f"{people[(seed + i) % 8]}第{seed * 31 + i * 7}次在{places[(seed * 3 + i) % 10]}会见{people[(seed * 5 + i + 3) % 8]}。" for i in range(14)]
        return "".join(parts) + "\n记者艾伦·贝尔蒙特（Alan Belmont）从美国报道。"

    for i in range(12):
        (folder / f"{i:02}.txt").write_text(story(i), encoding="utf-8")
        # Cut at the end more and more: copies of copies that no longer resemble the first.
        for cut in range(i % 4):
            (folder / f"{i:02}-{cut}.txt").write_text(story(i)[: -30 * (cut + 1)] + "完", encoding="utf-8")
        (folder / f"{i:02}-z.txt").write_text(story(i) + "\n", encoding="utf-8")
    curation = tmp_path / "curation.csv"
    curation.write_text(
        "action,ids,values,reason\nmerge,person:vladimir-putin|person:joe-biden,,t\ndrop,country:USA,,t\nretype,place:tokyo,organization,t\n",
        encoding="utf-8",
    )
    options = {"window": "paragraph", "types": ["person", "organization"], "curation": curation}
    core = guanxi.run(folder, tmp_path / "core", report=False, **options)
    frames = gs.read(spark, folder, partitions=2)
    names = gs.survey(frames.documents)
    assert len(names.duplicates) == core.summary["duplicates"] > 12
    back = _guanxi.NameTable.from_bytes(names.to_bytes())
    assert (back.digest, len(back)) == (names.digest, len(names))
    found = gs.extract(frames.documents, names)
    tables = gs.assemble(found, names, errors=frames.errors, **options)
    tables.write_csv(tmp_path / "out")
    assert_same(core.path, tmp_path / "out")
    # Without the measures of the whole network, all else is the same.
    tables = gs.assemble(found, names, measures=False, **options)
    expected = {row[0]: row[11:13] for row in rows(core.path / "entities.csv")[1:]}
    assert {r["Id"]: (str(r["degree"]), str(r["weighted_degree"])) for r in tables.table("entities").collect()} == expected
    found.unpersist()
    frames.kept.unpersist()


def test_bad_rows_are_told_and_mixed_resources_refused(spark):
    from guanxi import spark as gs
    from guanxi.spark.reading import DOCUMENT

    good = ("普京说。", False)
    given = [
        (_guanxi.make_id("a", good[0]), "a", *good),
        (None, "b", *good),
        ("0" * 16, "c", None, False),
        ("no id", "d", *good),
        ("1" * 16, "e", " \n", None),
    ]
    frame = spark.createDataFrame(given, "doc_id string, path string, text string, title_in_text boolean")
    for name in DOCUMENT:
        if name not in frame.columns:
            from pyspark.sql import functions as F

            frame = frame.withColumn(name, F.lit(None).cast("string"))
    names = gs.survey(frame)
    found = gs.extract(frame, names)
    assert [row["surface"] for row in found.mentions.collect()] == ["普京"]
    assert plain(found.errors, "path", "stage") == [(p, "row") for p in "bcde"]
    twice = frame.where("path = 'a'").union(frame.where("path = 'a'"))
    with pytest.raises(guanxi.InputError, match="two rows"):
        gs.survey(twice)
    # A name table of another version.
    import struct

    bytes_ = names.to_bytes()
    version = guanxi.__version__.encode()
    body = bytes_[16:].replace(version, b"9" * len(version), 1)
    with pytest.raises(guanxi.GuanxiError, match="damaged"):
        _guanxi.NameTable.from_bytes(bytes_[:16] + body)
    import xxhash

    forged = bytes_[:8] + struct.pack("<Q", xxhash.xxh3_64_intdigest(body)) + body
    with pytest.raises(guanxi.MismatchError, match="9.9|999"):
        _guanxi.NameTable.from_bytes(forged)
    with pytest.raises(guanxi.MismatchError):
        guanxi.Extractor(model="none", names=names)


def test_threads_do_not_matter(data):
    import pyarrow as pa

    table = guanxi.tables(guanxi.Extractor().extract_many(guanxi.read_archive(data / "markdown")))["documents"]
    arrow = pa.table(table)
    arrow = arrow.append_column("title_in_text", pa.array([True] * arrow.num_rows))
    none = pa.table({"latin": pa.array([], pa.string()), "spelling": pa.array([], pa.string()), "documents": pa.array([], pa.int64())})
    contexts = none.rename_columns(["latin", "context", "documents"]).append_column("digest", pa.array([], pa.int64()))
    copies = pa.table({"doc_id": pa.array([], pa.string()), "duplicate_of": pa.array([], pa.string())})
    names = _guanxi.NameTable.learn(none, contexts, copies)
    results = []
    threads = [threading.Thread(target=lambda n=n: results.append(pa.table(_guanxi.Worker(names, n).extract(arrow)))) for n in (1, 2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.01)
    assert results[0].equals(results[1]) and results[0].num_rows == arrow.num_rows
