"""Articles in memory."""

from __future__ import annotations

import json
import threading
import time

import pytest

import guanxi

TEXT = "俄罗斯国防部长绍伊古（Sergei Shoigu）星期三抵达北京，与中国外长王毅会谈。\n美国谴责俄罗斯。"


def test_what_is_found(extractor):
    article = extractor.extract(TEXT, published="2021年3月1日", url="https://www.example.org/a")
    found = {m.surface: (m.type, m.entity_id) for m in article.mentions}
    assert found["绍伊古"] == ("person", "person:sergei-shoigu")
    assert found["Sergei Shoigu"] == ("person", "person:sergei-shoigu")
    assert found["俄罗斯"] == ("country", "country:RUS")
    assert [(p.zh, p.latin, p.kind) for p in article.pairs] == [("绍伊古", "Sergei Shoigu", "transliteration")]
    assert ("country:USA", "ACCUSE", "country:RUS") in [(r.subject_id, r.relation, r.object_id) for r in article.relations]
    assert ("person:wang-yi", "外长", "country:CHN") in [(p.person_id, p.title, p.body_id) for p in article.positions]
    assert {e.id: e.mentions for e in article.entities}["country:RUS"] == 2
    assert article.published == "2021-03-01" and article.source == "example.org"


def test_offsets_are_those_of_python(extractor):
    # Characters beyond the Basic Multilingual Plane, combining marks, Traditional characters.
    text = "𠮷野家😀在東京說：美國總統拜登會見é日本首相。"
    for title in (None, "標題😀：普京"):
        article = extractor.extract(text, title=title)
        assert article.text == (text if title is None else f"{title}\n{text}")
        assert article.mentions
        for m in article.mentions:
            assert article.text[m.start : m.end] == m.surface
        for p in article.pairs:
            assert article.text[p.start : p.end] == p.zh
    assert any(m.surface == "普京" for m in article.mentions)


def test_without_a_title_the_text_is_left_as_it_is(extractor):
    text = "  \n普京说。\r\n\t"
    assert extractor.extract(text).text == text
    assert extractor.extract("").mentions == ()
    assert extractor.extract(" \n").mentions == ()


def test_records_compare_and_serialise(extractor):
    one, two = extractor.extract(TEXT), extractor.extract(TEXT)
    assert one.mentions == two.mentions and one.mentions[0] != one.mentions[1]
    assert one.mentions is one.mentions
    back = json.loads(json.dumps(one.to_dict()))
    assert back["mentions"][0]["surface"] == one.mentions[0].surface
    assert "Mention(start=0" in repr(one.mentions[0])
    with pytest.raises(AttributeError):
        one.mentions[0].start = 3


def test_many_in_order_and_as_they_come(extractor):
    read = []

    def articles():
        for i in range(200):
            read.append(i)
            yield {"text": f"第{i}篇：普京访问中国。", "title": f"题{i}"} if i % 2 else f"第{i}篇：普京访问中国。"

    results = extractor.extract_many(articles(), threads=2)
    first = next(results)
    assert len(read) < 100, "reads a few ahead, not all"
    rest = [first, *results]
    assert len(rest) == 200
    for i, article in enumerate(rest):
        assert f"第{i}篇" in article.text
        assert article.title == (f"题{i}" if i % 2 else "")
        assert article.mentions == extractor.extract(f"第{i}篇：普京访问中国。", title=article.title or None).mentions


def test_many_lets_other_threads_run(extractor):
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    long = TEXT * 400
    began = time.monotonic()
    list(extractor.extract_many([long] * 8, threads=1))
    took = time.monotonic() - began
    stop.set()
    thread.join()
    during = [t for t in ticks if began < t < began + took]
    assert len(during) > 5, "other threads stood still"


def test_many_stops_at_a_bad_article(extractor):
    results = extractor.extract_many(["普京说。", {"text": "习近平说。"}, 7, "拜登说。"])
    assert [next(results).mentions[0].surface for _ in range(2)] == ["普京", "习近平"]
    with pytest.raises(TypeError, match="not int"):
        next(results)
    with pytest.raises(StopIteration):
        next(results)
    with pytest.raises(ValueError, match="no field titel"):
        next(extractor.extract_many([{"text": "普京", "titel": ""}]))

    def broken():
        yield "普京说。"
        raise OSError("gone")

    results = extractor.extract_many(broken())
    next(results)
    with pytest.raises(OSError, match="gone"):
        next(results)


def test_own_dictionary(tmp_path):
    (tmp_path / "people.csv").write_text("name_en,name_zh\nMina Testova,米娜测试\n", encoding="utf-8")
    found = guanxi.Extractor(dictionaries=tmp_path).extract("发言人米娜测试星期一说。").mentions
    assert [(m.surface, m.entity_id) for m in found] == [("米娜测试", "person:mina-testova")]
    with pytest.raises(guanxi.DictionaryError):
        guanxi.Extractor(dictionaries=tmp_path / "nowhere")
    with pytest.raises(guanxi.DictionaryError, match="no-model"):
        guanxi.Extractor(model=str(tmp_path / "no-model"))


def test_curation(tmp_path):
    decisions = tmp_path / "curation.csv"
    decisions.write_text(
        "action,ids,values,reason\n"
        "merge,person:vladimir-putin|person:sergei-shoigu,,test\n"
        "drop,country:USA,,test\n"
        "rename,country:RUS,name_zh=俄国,test\n"
        "merge,person:not-there|person:wang-yi,,test\n",
        encoding="utf-8",
    )
    article = guanxi.Extractor(curation=decisions).extract(TEXT)
    ids = {m.surface: m.entity_id for m in article.mentions}
    assert ids["绍伊古"] == "person:vladimir-putin", "the id of the first, although it is not in the article"
    assert "美国" not in ids and all("country:USA" not in (r.subject_id, r.object_id) for r in article.relations)
    assert {e.id: e.label for e in article.entities}["country:RUS"] == "俄国"
    assert ids["王毅"] == "person:not-there"
    decisions.write_text("action,ids\nnonsense,a\n", encoding="utf-8")
    with pytest.raises(guanxi.DictionaryError, match="curation.csv"):
        guanxi.Extractor(curation=decisions)


def test_html_is_safe(extractor):
    hostile = '<script>alert("普京")</script><img src=x onerror=alert(1)>普京访问中国\u0000\'"&amp;'
    for article in (extractor.extract(hostile), extractor.extract("普京说。", title=hostile)):
        html = article._repr_html_()
        shown = html.replace("<mark ", "").replace("</mark>", "").replace("<b>", "").replace("</b>", "").replace("</div>", "").replace("<div ", "")
        assert "<" not in shown, shown
        assert "&lt;script&gt;" in html and "普京" in html and "\u0000" not in html
        assert 'title="person · 普京 · Vladimir Putin' in html


def test_html_shows_all_of_the_text(extractor):
    import html
    import re

    article = extractor.extract(TEXT, title="普京访华")
    assert html.unescape(re.sub(r"<[^>]*>", "", article._repr_html_())) == article.text


def test_tables_of_articles(extractor):
    import pyarrow as pa

    articles = list(extractor.extract_many([TEXT, "没有名字。", TEXT]))
    tables = guanxi.tables(articles)
    assert len(tables["documents"]) == 3
    mentions = pa.table(tables["mentions"]).to_pylist()
    assert [m["surface"] for m in mentions if m["article"] == 2] == [m.surface for m in articles[2].mentions]
    assert {m["article"] for m in mentions} == {0, 2}
    assert len(tables["relations"]) == 2 * len(articles[0].relations)
