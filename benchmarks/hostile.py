"""Time over length for texts that are made to be slow: a plot in docs/hostile.svg and a table on the terminal. Needs matplotlib.

    python -m benchmarks.hostile [LONGEST, by default 1000000 letters]

The exit status is 1 where the time of a text grows faster than its length to the power of 1.25, or 10,000 letters take more than 2 s.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import extractor

PLOT = Path(__file__).parent.parent / "docs" / "hostile.svg"
_STEEPEST = 1.25
_LINE = "Giao Sở Y tế báo cáo trước ngày 20/9/2020; "


def _headings(length: int) -> str:
    levels = "".join(f"{'.'.join(['1'] * depth)}. Nội dung {depth}\n" for depth in range(1, 51))
    return (levels * (length // len(levels) + 1))[:length]


TEXTS: Mapping[str, Callable[[int], str]] = {
    "one line": lambda length: (_LINE * (length // len(_LINE) + 1))[:length],
    "a list without end": lambda length: ("các sở, ban, ngành; " * (length // 20 + 1))[:length],
    "bullets": lambda length: ("- Rà soát.\n" * (length // 11 + 1))[:length],
    "50 levels of headings": _headings,
    "digits and slashes": lambda length: ("12/3/" * (length // 5 + 1))[:length],
    "capitals": lambda length: ("UỶ BAN NHÂN DÂN TỈNH YÊU CẦU " * (length // 29 + 1))[:length],
    "right to left, zero width": lambda length: ("\u202eעברית\u200b \u200fGiao Sở\u200d " * (length // 20 + 1))[:length],
    "mixed scripts": lambda length: ("Giao 中文 Сектор ภาษา Sở " * (length // 24 + 1))[:length],
    "table": lambda length: "| STT | Nhiệm vụ | Đơn vị |\n|---|---|---|\n" + ("| 1 | Rà soát, báo cáo | Sở Y tế |\n" * (length // 34 + 1))[:length],
}
"""Texts of any length, by what they are made of. A million letters of bullets are 90,000 of them, of a table 29,000 rows."""


def main(longest: int) -> int:
    """Measures, prints and draws."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "hostile"
    from matplotlib import pyplot

    nlp = extractor.load()
    nlp.max_length = 10 * longest
    nlp(_LINE)
    lengths = [length for length in (3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000) if length <= longest]
    figure, axes = pyplot.subplots(figsize=(8, 5))
    slow = False
    for name, make in TEXTS.items():
        taken = []
        for length in lengths:
            text = make(length)
            began = time.process_time()
            nlp(text)
            taken.append(time.process_time() - began)
        steep = math.log(taken[-1] / taken[1]) / math.log(lengths[-1] / lengths[1]) if len(lengths) > 2 else 1.0
        slow = slow or steep > _STEEPEST or taken[1] > 2
        print(f"{name:28}" + "".join(f"{seconds:9.2f}" for seconds in taken) + f"  power {steep:.2f}", flush=True)
        axes.loglog(lengths, taken, marker="o", label=f"{name} ({steep:.2f})")
    axes.loglog(lengths, [length / 5_000 for length in lengths], "k--", label="2 s for 10,000 letters")
    axes.set_xlabel("letters")
    axes.set_ylabel("seconds")
    axes.legend(fontsize=8, title="text (power of its length)")
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})
    return int(slow)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
