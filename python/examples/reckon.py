"""What larger archives would need, reckoned from what was measured: `reckon.py` prints the table of docs/SCALING.md.

Every number that goes in is named here with where it is from; nothing else is assumed.
"""

from __future__ import annotations

MONTH, MONTHS = 12_426, 34_138
"""Articles of one month and of three, on which was measured."""

# CPU seconds (`scaling.py`), one worker of one core.
CORE = {MONTH: 14.5, MONTHS: 41.0}
PYTHON = {MONTH: 20.0, MONTHS: 50.0}
EXECUTOR = {MONTH: 100.0, MONTHS: 150.0}
DRIVER = {MONTH: 60.0, MONTHS: 90.0}
SHUFFLED = {MONTH: 216e6, MONTHS: 560e6}
"""Bytes of all shuffles."""

KEPT = 6_900
"""Bytes an article in the program's working files."""
HEAPS = {"entities": (71.8, 0.656), "surfaces": (99.5, 0.671), "pairs": (7.29, 0.798), "latin": (10.2, 0.735), "edges": (367, 0.643)}
"""K and beta of V = K * N^beta (`heaps.py`, three months)."""

# Bytes, from the structures that hold them (src/).
SIGNATURE, SURFACE, EDGE, LATIN, COPY = 170, 200, 150, 200, 16
COPIES = 1 / 8
"""Of the month's articles that are copies."""
START_CORE, START_PYTHON, START_DRIVER = 0.25e9, 0.32e9, 1.6e9
"""Memory of each at one month."""

PRICE = 0.05
"""Dollars a core-hour: an assumption."""
CORES = 16


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


def main() -> None:
    sizes = (1e6, 1e7, 1e8, 1e9)
    spark = {n: PYTHON[n] + EXECUTOR[n] + DRIVER[n] for n in PYTHON}
    for name, points in (("program", CORE), ("Python workers", PYTHON), ("executors", EXECUTOR), ("driver", DRIVER), ("Spark, all", spark)):
        fixed, slope = line(points)
        print(f"{name}: {fixed:.1f} s and {slope * 1000:.2f} ms an article")
    rows = [
        ("program: core-hours", lambda n: f"{at(CORE, n) / 3600:.2g}" if n < 1e8 else f"{at(CORE, n) / 3600:.0f}"),
        (f"program: on {CORES} cores, all busy", lambda n: hours(at(CORE, n) / CORES)),
        ("program: cost", lambda n: f"${at(CORE, n) / 3600 * PRICE:.2f}"),
        ("program: working files", lambda n: size(KEPT * n)),
        ("program: memory", lambda n: size(START_CORE + SIGNATURE * n + SURFACE * distinct("surfaces", n) + EDGE * distinct("edges", n))),
        ("Spark: core-hours", lambda n: f"{at(spark, n) / 3600:.2g}" if n < 1e8 else f"{at(spark, n) / 3600:.0f}"),
        ("Spark: of these one after the other, on the driver", lambda n: f"{at(DRIVER, n) / 3600:.2g}"),
        ("Spark: cost", lambda n: f"${at(spark, n) / 3600 * PRICE:.2f}"),
        ("Spark: all shuffles", lambda n: size(at(SHUFFLED, n))),
        ("Spark: name table, broadcast", lambda n: size(table_bytes(n))),
        ("Spark: memory of a Python worker", lambda n: size(START_PYTHON + 2 * table_bytes(n))),
        ("Spark: memory of the driver", lambda n: size(START_DRIVER + 2 * (SURFACE * distinct("surfaces", n) + EDGE * distinct("edges", n)))),
    ]
    print("| | " + " | ".join(f"{n / 1e6:,.0f} million" for n in sizes) + " |")
    print("| --- |" + " ---: |" * len(sizes))
    for name, cell in rows:
        print(f"| {name} | " + " | ".join(cell(n) for n in sizes) + " |")


if __name__ == "__main__":
    main()
