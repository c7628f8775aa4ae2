"""What larger archives would need, reckoned from what was measured: `reckon.py` prints the table of docs/SCALING.md.

Every number that goes in is named here with where it is from; nothing else is assumed.
"""

from __future__ import annotations

MONTH, MONTHS = 12_426, 34_138
"""Articles of one month and of three, on which was measured."""

# CPU seconds and bytes (`scaling.py ARCHIVE FOLDER 2`: two threads, two workers). The job's own Python counts with the driver.
PROGRAM = {MONTH: 15.3, MONTHS: 38.0}
PYTHON = {MONTH: 19.6, MONTHS: 42.5}
EXECUTORS = {MONTH: 135.7, MONTHS: 194.7}
DRIVER = {MONTH: 84.3, MONTHS: 102.3}
SHUFFLED = {MONTH: 217.3e6, MONTHS: 583.0e6}
# The same with `--parquet`.
PARQUET_PYTHON = {MONTH: 18.1, MONTHS: 38.7}
PARQUET_EXECUTORS = {MONTH: 133.4, MONTHS: 179.6}
PARQUET_DRIVER = {MONTH: 77.0, MONTHS: 91.2}
PARQUET_SHUFFLED = {MONTH: 157.4e6, MONTHS: 430.6e6}
EDGES = {MONTH: 138_223, MONTHS: 293_428}

KEPT = 7_200
"""Bytes an article in the program's working files."""
HEAPS = {"surfaces": (81.98, 0.688), "latin": (9.76, 0.735), "edges": (50.33, 0.831)}
"""K and beta of V = K * N^beta (`heaps.py`, three months)."""

# Bytes, from the structures that hold them (src/).
SIGNATURE, SURFACE, EDGE, LATIN, COPY = 170, 200, 150, 200, 16
COPIES = 2_566 / 34_138
"""Of the articles of three months that are copies."""
START_PROGRAM, START_PYTHON, START_DRIVER = 0.3e9, 0.42e9, 1.7e9
"""Memory of each at one month, where most of it does not grow: dictionaries, segmenter, model; the driver's heap."""

PRICE = 0.05
"""Dollars a core-hour: an assumption."""


def line(points: dict[int, float]) -> tuple[float, float]:
    """What there is at any size, and what each article adds."""
    (n, low), (m, high) = sorted(points.items())
    slope = max(0.0, (high - low) / (m - n))
    return low - slope * n, slope


def at(points: dict[int, float], articles: float) -> float:
    fixed, slope = line(points)
    return fixed + slope * articles


def distinct(thing: str, articles: float) -> float:
    k, beta = HEAPS[thing]
    return k * articles**beta


def table_bytes(articles: float) -> float:
    """The name table: what is broadcast."""
    return LATIN * distinct("latin", articles) + COPY * COPIES * articles


def hours(seconds: float) -> str:
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 36_000 else f"{seconds / 3600:.0f} h"


def size(amount: float) -> str:
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if amount >= unit:
            return f"{amount / unit:.2g} {name}" if amount < 100 * unit else f"{amount / unit:.0f} {name}"
    return f"{amount:.0f} B"


def added(*parts: dict[int, float]) -> dict[int, float]:
    return {size: sum(part[size] for part in parts) for size in (MONTH, MONTHS)}


def amount(number: float) -> str:
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


def main() -> None:
    sizes = (1e6, 1e7, 1e8, 1e9)
    csv = added(PYTHON, EXECUTORS, DRIVER)
    parquet = added(PARQUET_PYTHON, PARQUET_EXECUTORS, PARQUET_DRIVER)
    parts = {"program": PROGRAM, "Spark, Python workers": PYTHON, "Spark, executors": EXECUTORS, "Spark, driver": DRIVER, "Spark, all": csv}
    parts |= {"Parquet, Python workers": PARQUET_PYTHON, "Parquet, executors": PARQUET_EXECUTORS, "Parquet, driver": PARQUET_DRIVER, "Parquet, all": parquet}
    for name, points in parts.items():
        fixed, slope = line(points)
        print(f"{name}: {fixed:.1f} s and {slope * 1000:.2f} ms an article")

    def driver(articles: float) -> float:
        # Without CSV the driver is given names and edges alone, and grows with them and not with articles.
        each = (PARQUET_DRIVER[MONTHS] - PARQUET_DRIVER[MONTH]) / (EDGES[MONTHS] - EDGES[MONTH])
        return PARQUET_DRIVER[MONTH] + each * (distinct("edges", articles) - EDGES[MONTH])

    def executors(articles: float) -> float:
        return at(added(PARQUET_PYTHON, PARQUET_EXECUTORS), articles)

    def surfaces_and_edges(articles: float) -> float:
        return SURFACE * distinct("surfaces", articles) + EDGE * distinct("edges", articles)

    rows = [
        ("program: core-hours", lambda n: amount(at(PROGRAM, n) / 3600)),
        ("program: on 16 cores, all busy", lambda n: hours(at(PROGRAM, n) / 16)),
        ("program: cost", lambda n: f"${at(PROGRAM, n) / 3600 * PRICE:.2f}"),
        ("program: working files", lambda n: size(KEPT * n)),
        ("program: memory", lambda n: size(START_PROGRAM + SIGNATURE * n + surfaces_and_edges(n))),
        ("Spark, CSV: core-hours", lambda n: amount(at(csv, n) / 3600)),
        ("Spark, Parquet: core-hours", lambda n: amount((executors(n) + driver(n)) / 3600)),
        ("Spark, Parquet: the driver's part of them", lambda n: amount(driver(n) / 3600)),
        ("Spark, Parquet: by the clock on 16 cores", lambda n: hours(driver(n) + executors(n) / 16)),
        ("Spark, Parquet: by the clock on 128 cores", lambda n: hours(driver(n) + executors(n) / 128)),
        ("Spark, Parquet: cost", lambda n: f"${(executors(n) + driver(n)) / 3600 * PRICE:.2f}"),
        ("Spark, Parquet: all shuffles", lambda n: size(at(PARQUET_SHUFFLED, n))),
        ("Spark: name table, broadcast", lambda n: size(table_bytes(n))),
        ("Spark: a Python worker", lambda n: size(START_PYTHON + 2 * table_bytes(n))),
        ("Spark: driver with measures", lambda n: size(START_DRIVER + 2 * surfaces_and_edges(n))),
    ]
    print("| | " + " | ".join(f"{n / 1e6:,.0f} million" for n in sizes) + " |")
    print("| --- |" + " ---: |" * len(sizes))
    for name, cell in rows:
        print(f"| {name} | " + " | ".join(cell(n) for n in sizes) + " |")


if __name__ == "__main__":
    main()
