"""Measure check and build against the floor: DuckDB copying the same CSV files to Parquet.

    python benchmarks/run.py [--sizes 10000,100000,1000000] [--rounds 3] [--commands check,build,frictionless]

Every command runs in a process of its own, and all of them in turn in each round, so that whatever
else the machine does falls on all alike. Shown are medians over the rounds; a ratio is the median of
the ratios within each round. Exit status 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYNTHESISE = ROOT / "benchmarks" / "synthesise.py"
FLOOR = """
import sys, duckdb
from pathlib import Path
for file in sorted(Path(sys.argv[1]).glob("*.csv")):
    duckdb.execute(f"COPY (FROM read_csv('{file}')) TO '{Path(sys.argv[2]) / file.stem}.parquet' (FORMAT parquet)")
"""
# Times the floor at full size, seconds on the real data, GiB at full size, growth of the cost of one event.
FULL_SIZE = 1_000_000
TIMES_FLOOR = {"check": 2.0, "build": 5.0}
REAL_CHECK, HELP, PEAK, GROWTH = 1.0, 0.2, 4.0, 1.5
# Stock frictionless takes minutes beyond this size.
FRICTIONLESS_AT_MOST = 10_000
REAL_ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds on the clock, seconds of processor, and its largest resident size in GiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of one command at one size."""

    command: str
    size: int
    wall: float
    cpu: float
    peak: float
    ratio: float
    cpu_ratio: float


def run(command: Sequence[str]) -> Run:
    """Run one command to its end. Raises RuntimeError if it fails.

    A child's peak is never below what this process had when it made it, so nothing large is imported here.
    """
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command[-4:])} failed with {process.returncode}:\n{said.read(4000).decode(errors='replace')}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / (1 << 20 if sys.platform != "darwin" else 1 << 30))


def commands(package: Path, size: int, wanted: Sequence[str]) -> dict[str, list[str]]:
    python, out = sys.executable, package.parent / "out"
    (out / "floor").mkdir(parents=True, exist_ok=True)
    strikelog = [python, "-m", "strikelog"]
    known = {
        "check": [*strikelog, "check", str(package)],
        "build": [*strikelog, "build", str(package), "--out", str(out / "dist")],
        "frictionless": [str(Path(python).with_name("frictionless")), "validate", str(package / "datapackage.json"), "--trusted"],
    }
    if size > FRICTIONLESS_AT_MOST:
        known.pop("frictionless")
    return {"floor": [python, "-c", FLOOR, str(package / "data"), str(out / "floor")]} | {k: v for k, v in known.items() if k in wanted}


def measure(size: int, rounds: int, wanted: Sequence[str], folder: Path) -> Iterator[Result]:
    package = folder / str(size)
    say(f"making {size:,} events")
    run([sys.executable, str(SYNTHESISE), str(size), str(package)])
    todo = commands(package, size, wanted)
    runs: dict[str, list[Run]] = {name: [] for name in todo}
    for number in range(rounds):
        for name, command in todo.items():
            # One round of the slow stranger is enough.
            if name != "frictionless" or not number:
                say(f"{size:,} events, round {number + 1} of {rounds}: {name}")
                runs[name].append(run(command))
    for name, took in runs.items():
        pairs = list(zip(took, runs["floor"], strict=False))
        ratio = statistics.median(one.wall / floor.wall for one, floor in pairs)
        cpu_ratio = statistics.median(one.cpu / floor.cpu for one, floor in pairs)
        wall, cpu, peak = (statistics.median(values) for values in zip(*((r.wall, r.cpu, r.peak) for r in took), strict=True))
        yield Result(name, size, wall, cpu, peak, ratio, cpu_ratio)


def real() -> dict[str, float]:
    """Seconds on the package that this repository holds."""
    strikelog = [sys.executable, "-m", "strikelog"]
    todo = {"strikelog check": [*strikelog, "check", str(ROOT)], "strikelog --help": [*strikelog, "--help"]}
    took: dict[str, list[float]] = {name: [] for name in todo}
    for number in range(REAL_ROUNDS + 1):
        for name, command in todo.items():
            say(f"on the real data: {name}")
            wall = run(command).wall
            if number:  # the first run may have to compile
                took[name].append(wall)
    return {name: statistics.median(walls) for name, walls in took.items()}


def growth(results: Sequence[Result], result: Result) -> float | None:
    """The cost of one event beside that at the size before; None at the smallest."""
    before = [r for r in results if r.command == result.command and r.size < result.size]
    return (result.wall / result.size) / (before[-1].wall / before[-1].size) if before else None


def table(results: Sequence[Result]) -> str:
    lines = [
        "| events | command | seconds | CPU seconds | times the floor | in CPU | peak GiB | µs an event | growth |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for r in results:
        grown = growth(results, r)
        cells = [f"{v:.2f}" for v in (r.wall, r.cpu, r.ratio, r.cpu_ratio, r.peak)]
        cells += [f"{r.wall / r.size * 1e6:.1f}", "" if grown is None else f"{grown:.2f}"]
        lines.append(f"| {r.size:,} | {r.command} | {' | '.join(cells)} |")
    return "\n".join(lines)


def targets(results: Sequence[Result], seconds: dict[str, float]) -> Iterator[tuple[str, float, float]]:
    """What was measured, and the most that it may be."""
    for r in results:
        if r.command in TIMES_FLOOR:
            if r.size == FULL_SIZE:
                yield f"{r.command} of {r.size:,} events, times the floor", r.ratio, TIMES_FLOOR[r.command]
                yield f"{r.command} of {r.size:,} events, peak GiB", r.peak, PEAK
            if (grown := growth(results, r)) is not None:
                yield f"{r.command} of {r.size:,} events, cost of one beside the size before", grown, GROWTH
    yield "strikelog check on the real data, seconds", seconds["strikelog check"], REAL_CHECK
    yield "strikelog --help, seconds", seconds["strikelog --help"], HELP


def say(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure check and build against DuckDB copying the same files to Parquet.")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of events, parted by commas (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs (default: %(default)s)")
    parser.add_argument("--commands", default="check,build,frictionless", help="what to measure beside the floor (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where the packages are made (default: a temporary folder)")
    options = parser.parse_args(argv)
    sizes, wanted = sorted(int(s) for s in options.sizes.split(",")), options.commands.split(",")
    try:
        seconds = real()
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            results = [result for size in sizes for result in measure(size, options.rounds, wanted, Path(folder))]
    except RuntimeError as why:
        say("")
        print(why, file=sys.stderr)
        return 1
    say("")
    print(f"{table(results)}\n\n| on the real data | seconds |\n| --- | ---: |")
    print("".join(f"| `{name}` | {took:.2f} |\n" for name, took in seconds.items()))
    if "frictionless" in wanted:
        print(f"Stock frictionless is run once, up to {FRICTIONLESS_AT_MOST:,} events.\n")
    missed = False
    for what, measured, most in targets(results, seconds):
        missed |= measured > most
        print(f"- {'missed' if measured > most else 'met'}: {what}: {measured:.2f}, at most {most:g}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
