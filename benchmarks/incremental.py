"""What a build costs when little has changed.

    python benchmarks/incremental.py FOLDER [RESULT]

FOLDER holds .jsonl files of articles (title, lead, text). Each becomes a file of a temporary folder; `python -m index.build`
runs once over all of them, once over nothing new, and then over ten changed files: five edited near the top, two edited at
the end, one renamed, one added, one deleted. Every run is a process of its own, timed from its start to its end. Writes RESULT
(benchmarks/results/incremental.json).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "incremental.json"
_AGAIN = 3  # rounds of ten changes


def write_articles(source: Path, folder: Path) -> list[Path]:
    """One text file an article; their paths."""
    folder.mkdir()
    for file in sorted(source.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            parts = [row.get(key) or "" for key in ("title", "lead", "text")]
            (folder / f"{file.stem}-{number:05}.txt").write_text("\n\n".join(parts), encoding="utf-8")
    return sorted(folder.iterdir())


def change_ten(files: list[Path], turn: int) -> None:
    """Change ten files, other ones at each turn."""
    step = len(files) // 10
    picked = [files[number * step + turn] for number in range(10)]
    for file in picked[:5]:
        title, lead, text = file.read_text(encoding="utf-8").split("\n\n", 2)
        file.write_text(f"{title}\n\nBổ sung lần {turn + 1}: {lead}\n\n{text}", encoding="utf-8")
    for file in picked[5:7]:
        file.write_text(f"{file.read_text(encoding='utf-8')}\n\nTòa soạn sẽ cập nhật thêm, lần {turn + 1}.", encoding="utf-8")
    picked[7].rename(picked[7].with_name(f"{picked[7].stem}-doi-ten-{turn}.txt"))
    (picked[8].parent / f"moi-{turn}.txt").write_text(
        f"Tin mới thêm số {turn}\n\nXã Sơn Hạ trồng thêm {turn + 20} ha rừng trong năm nay, theo tin của xã.", encoding="utf-8"
    )
    picked[9].unlink()


def build(corpus: Path, index: Path) -> dict[str, Any]:
    """One run of `python -m index.build`: its report, its wall time and the processor time of its process, in seconds."""
    command = [sys.executable, "-m", "index.build", "--corpus", str(corpus), "--index", str(index), "--json", "-"]
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    wall, after = time.perf_counter() - started, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    report = json.loads(done.stdout)
    del report["set_aside"]
    return {**report, "wall_seconds": round(wall, 1), "cpu_seconds": round(used, 1)}


def main() -> None:
    """Run the command."""
    source = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else RESULT
    with tempfile.TemporaryDirectory() as scratch:
        corpus, index = Path(scratch) / "corpus", Path(scratch) / "index"
        files = write_articles(source, corpus)
        first = build(corpus, index)
        first["embedded_per_second"] = round(first["embedded"] / first["seconds"], 1)
        found = {"first": first, "unchanged": build(corpus, index), "ten_changed": []}
        for turn in range(_AGAIN):
            change_ten(files, turn)
            found["ten_changed"].append(build(corpus, index))
    found["load_average"] = round(os.getloadavg()[0], 1)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
