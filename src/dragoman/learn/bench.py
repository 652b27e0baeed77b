"""How fast a whole reading is: stories in; words a second, cold start and peak memory out.

Run it as `python -m dragoman.learn.bench [STORIES.jsonl]`. Every figure is of the whole command as
a user runs it (`dragoman read`), start of the interpreter included.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_SHARED = Path(os.environ.get("DRAGOMAN_SHARED", "../shared"))
_ROOT = Path(__file__).resolve().parents[3]
_REPEATS = 40


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds of wall time, to the first line, peak memory in MB."""

    seconds: float
    first_s: float
    peak_mb: float


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="?", type=Path, default=_SHARED / "data/stories/dev.jsonl")
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = asked.stories if asked.stories.exists() else _repeated(Path(folder))
        words = sum(_words(line) for line in given.open(encoding="utf-8"))
        print(f"{given.name}: {words:,} words")  # noqa: T201
        one = Path(folder) / "one.jsonl"
        with given.open(encoding="utf-8") as stream:
            one.write_text(next(stream), encoding="utf-8")
        cold = [_run([str(one)]) for _ in range(3)]
        print(f"one document, cold: {min(r.seconds for r in cold):.2f} s (best of 3)")  # noqa: T201
        for processes in asked.processes:
            run = _run([str(given), "--processes", str(processes)])
            print(  # noqa: T201
                f"{processes} process(es): {run.seconds:.1f} s, "
                f"{words / run.seconds:,.0f} words/s, "
                f"first record after {run.first_s:.2f} s, peak {run.peak_mb:,.0f} MB"
            )


def _repeated(folder: Path) -> Path:
    """Write the example stories many times over, where there is no corpus."""
    texts = [path.read_text("utf-8") for path in sorted((_ROOT / "examples").glob("*.txt"))]
    path = folder / "examples.jsonl"
    rows = [{"text": t, "published": "2025-11-20"} for t in texts * _REPEATS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _words(line: str) -> int:
    row = json.loads(line)
    text = next((row[k] for k in ("text", "maintext", "body", "body_text") if row.get(k)), "")
    return len(str(text).split())


def _run(arguments: list[str]) -> Run:
    command = [sys.executable, "-m", "dragoman", "read", "--quiet", "--format", "json", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watch.start()
    assert process.stdout is not None
    first = 0.0
    for _ in process.stdout:
        first = first or time.perf_counter() - start
    process.wait()
    return Run(time.perf_counter() - start, first, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Sample the resident memory of the process and its children (Linux alone)."""
    while process.poll() is None:
        peak[0] = max(peak[0], _resident_mb(process.pid))
        time.sleep(0.5)  # looking at all processes costs what it takes from the cores


def _resident_mb(pid: int) -> float:
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if folder.name == str(pid) or fields[1] == str(pid):
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except (OSError, IndexError):
            continue
    return total


if __name__ == "__main__":
    main()
