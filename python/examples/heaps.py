"""How the tables of an archive grow with its articles: `heaps.py OUTPUT`.

Articles stand in the tables in the order of their ids, which are digests: the first N of them are a sample drawn at random. Distinct
entities, names and bilingual pairs are counted as N grows, and V = K * N^beta (Heaps) is fitted to the upper half of the points.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path


def fit(points: list[tuple[int, int]]) -> tuple[float, float, float]:
    """K, beta and the largest relative error of V = K * N^beta, by least squares of the logarithms."""
    xs = [math.log(n) for n, _ in points]
    ys = [math.log(v) for _, v in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    beta = sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)
    k = math.exp(y - beta * x)
    return k, beta, max(abs(k * n**beta / v - 1) for n, v in points)


def main(folder: str) -> None:
    csv.field_size_limit(1 << 30)
    output = Path(folder)

    def table(name: str):
        with (output / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    ids = {row["doc_id"]: place for place, row in enumerate(table("documents"))}
    total = len(ids)
    marks = sorted({round(total * 2 ** (-i / 2)) for i in range(13)})
    things = {
        "entities": ("mentions", lambda row: row["entity_id"]),
        "surfaces of entities": ("mentions", lambda row: (row["surface"], row["entity_id"])),
        "bilingual pairs": ("name_pairs_by_document", lambda row: (row["zh"], row["latin"].lower())),
        "Latin names in pairs": ("name_pairs_by_document", lambda row: row["latin"].lower()),
    }
    print(f"{total:,} articles")
    for name, (source, key) in things.items():
        seen: set = set()
        points: list[tuple[int, int]] = []
        left = iter(marks)
        mark = next(left)
        for row in table(source):
            while mark is not None and ids[row["doc_id"]] >= mark:
                points.append((mark, len(seen)))
                mark = next(left, None)
            seen.add(key(row))
        if mark is not None:
            points.append((mark, len(seen)))
        upper = [p for p in points if p[0] * 8 >= total]
        k, beta, error = fit(upper)
        print(f"{name}: " + " ".join(f"{n:,}:{v:,}" for n, v in points))
        print(f"    V = {k:.2f} * N^{beta:.3f}, within {error:.1%}; " + ", ".join(f"{10**e:,}: {k * 10 ** (e * beta):,.0f}" for e in (5, 6, 7, 8)))
    # Ties grow differently: counted on the same samples from names that share a sentence.
    pairs: set = set()
    points = []
    left = iter(marks)
    mark = next(left)
    sentence: tuple = ()
    group: set = set()
    wanted = ("person", "country", "organization")
    for row in table("mentions"):
        here = (row["doc_id"], row["sentence"])
        if here != sentence:
            pairs.update((a, b) for a in group for b in group if a < b)
            sentence, group = here, set()
            while mark is not None and ids[row["doc_id"]] >= mark:
                points.append((mark, len(pairs)))
                mark = next(left, None)
        if row["type"] in wanted:
            group.add(row["entity_id"])
    pairs.update((a, b) for a in group for b in group if a < b)
    if mark is not None:
        points.append((mark, len(pairs)))
    k, beta, error = fit([p for p in points if p[0] * 8 >= total])
    print("edges: " + " ".join(f"{n:,}:{v:,}" for n, v in points))
    print(f"    V = {k:.2f} * N^{beta:.3f}, within {error:.1%}; " + ", ".join(f"{10**e:,}: {k * 10 ** (e * beta):,.0f}" for e in (5, 6, 7, 8)))


if __name__ == "__main__":
    main(sys.argv[1])
