"""`python -m bench [NAME ...]`: run the benchmarks; `accuracy` writes `docs/accuracy.md`, all of them together also
`docs/performance.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import accuracy, build, crawl, memory, nightly, page, parse, pdf, start
from bench.measure import Comparison

BENCHMARKS = {
    "parse": parse.compare,
    "crawl": crawl.compare,
    "nightly": nightly.compare,
    "start": start.compare,
    "memory": memory.compare,
    "build": build.compare,
    "pdf": pdf.compare,
    "accuracy": accuracy.compare,
}
PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 1 when a goal is missed."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]}: choose from {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    lines: list[Comparison] = []
    for name in names or BENCHMARKS:
        for line in BENCHMARKS[name]():
            lines.append(line)
            print(" | ".join(page.cells(line)), flush=True)
    if not names:
        PAGE.write_text(page.markdown(lines), "utf-8")
    return int(any(line.met is False for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
