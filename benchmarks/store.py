"""A large store: how fast it takes notices in, how fast it answers, and how much memory a full set of lists takes.

    python -m benchmarks.store [--tasks 100000] [--on sqlite|postgresql] [--keep FILE] [--formats xlsx,docx,pdf,ics,html] [--write docs/store.md]

The notices are made up: fifty tasks each, their words drawn from lists of an office's words, of 300 bodies; the same for the same number of tasks. PostgreSQL
is started for the purpose and stopped again; ``--keep`` names an SQLite file that is filled when it is not there and kept for the next time. With ``--formats``
the lists of all bodies are written instead of asking. ``--write`` puts the figures into a page, between the marks that name the database or the lists.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from extractor import table
from extractor.lists import FORMATS, FromStore, write_lists
from extractor.model import Body, Fields, Notice, Origin, Task
from extractor.store import Filter, Store

AS_OF = dt.date(2026, 1, 1)
A_NOTICE = 50
RARE = "nghĩa trang"

_VERBS = "rà soát|xây dựng|hoàn thiện|tham mưu|tổng hợp|kiểm tra|phối hợp triển khai|thẩm định|tổ chức|hướng dẫn|công khai|quyết toán|bàn giao|số hóa|niêm yết"
_THINGS = (
    "kế hoạch|dự toán kinh phí|danh sách đoàn viên|hồ sơ đất đai|quy chế làm việc|báo cáo kết quả|chương trình công tác|đề án vị trí việc làm|"
    "phương án phòng chống thiên tai|bộ thủ tục hành chính|hệ thống camera giám sát|lịch tiếp công dân|quỹ hỗ trợ học sinh|sổ theo dõi văn bản"
)
_OF = (
    "của cơ quan|trên địa bàn|giai đoạn 2026-2030|theo chỉ đạo của Thường trực|phục vụ đại hội|tại các thôn, tổ dân phố|theo quy định|"
    "gắn với cải cách hành chính"
)
_MORE = (
    "bảo đảm đúng tiến độ|không để tồn đọng|kịp thời tháo gỡ vướng mắc|báo cáo cấp có thẩm quyền xem xét|lấy ý kiến các đơn vị liên quan|"
    "công bố trên trang thông tin"
)
_KINDS = "Phòng|Ban|Trung tâm|Chi cục|Trạm|Đội"
_NAMES = "Văn hóa|Nội vụ|Kinh tế|Y tế|Tài chính|Tư pháp|Giáo dục|Nông nghiệp|Thanh tra|Môi trường"


def notices(tasks: int) -> Iterator[tuple[Notice, Fields, list[table.Row]]]:
    """Notices of fifty tasks each, with their rows, until there are so many tasks; about one task in a thousand speaks of a cemetery (`RARE`)."""
    draw = random.Random(tasks)
    bodies = [(f"{kind} {name} {place}", f"b{i}") for i, (kind, name, place) in enumerate(_all_bodies())]
    for number in range(tasks // A_NOTICE):
        text = f"ỦY BAN NHÂN DÂN HUYỆN\nTHÔNG BÁO số {number}\n\n"
        made = []
        for position in range(A_NOTICE):
            words = _words(draw) + (f", tu sửa {RARE} liệt sĩ" if draw.random() < 0.001 else "")
            (lead, lead_id), (other, other_id) = draw.sample(bodies, 2)
            due = AS_OF + dt.timedelta(days=draw.randint(-300, 300)) if draw.random() < 0.7 else None
            said = f" trước ngày {due:%d/%m/%Y}" if due else ""
            start = len(text)
            line = f"{position + 1}. Giao {lead} chủ trì, phối hợp với {other} {words}{said}."
            text += line + "\n"
            end = start + len(line)
            named = tuple(Body(start, end, name, name, id=key, canonical=name, level="district") for name, key in ((lead, lead_id), (other, other_id)))
            origins = tuple(Origin(field, "clause", start, end, f"rule.{field}") for field in ("task", "assignees", "coordinators", "due"))
            made.append(
                Task(
                    start, end, words, assignees=(lead,), coordinators=(other,), due_text=said.strip() or None, due=due.isoformat() if due else None,
                    due_bound="before" if due else None, section=("II. NHIỆM VỤ",), page=1, confidence=0.9, bodies=named, origins=origins,
                )
            )  # fmt: skip
        notice = Notice(f"tb-{number}", text, source=f"tb-{number}.docx", digest=f"{tasks}-{number}")
        fields = Fields(number=f"{number}/TB-UBND", type="thông báo", issuer="Ủy ban nhân dân huyện", issued_on="2025-06-01", recipients=("Như trên",))
        yield notice, fields, table.rows(notice, fields, made)


def fill(store: Store, tasks: int) -> float:
    """Brings so many tasks into a store, each notice in a transaction of its own as a run does; a tenth of them is finished. Returns the seconds."""
    spent = 0.0
    for notice, fields, rows in notices(tasks):
        start = time.perf_counter()
        store.add(notice, fields, rows)
        spent += time.perf_counter() - start
        for row in rows[:: A_NOTICE // 2]:
            store.change(row["task_id"], {"status": "done", "done_on": "2025-12-01", "note": "Đã gửi báo cáo"}, who="lan")
    return spent


def questions(store: Store) -> dict[str, Filter]:
    """What people ask of a store, by what it is called."""
    [body] = store.bodies("Phòng Văn hóa 1")
    week = AS_OF + dt.timedelta(days=7)
    return {
        "everything, by deadline": Filter(),
        "overdue": Filter(state="overdue"),
        "done in time": Filter(state="done-in-time"),
        "under way (none)": Filter(state="doing"),
        "due within a week": Filter(due_from=AS_OF, due_before=week),
        "one body": Filter(bodies=body.keys),
        "one body, leading, overdue": Filter(bodies=body.keys, part="lead", state="overdue"),
        "one document": Filter(document="77/TB-UBND"),
        "a rare word": Filter(search=RARE),
        "a rare word without tone marks": Filter(search="nghia trang"),
        "a common word": Filter(search="kế hoạch"),
        "a common word, overdue": Filter(search="kế hoạch", state="overdue"),
        "a common word of one body": Filter(search="kế hoạch", bodies=body.keys),
        "the beginning of most": Filter(search="th"),
        "a word that is not there": Filter(search="xe điện"),
    }


def answers(store: Store) -> Iterator[tuple[str, int, float, float]]:
    """For each question how many tasks it finds, and the ms for the first hundred of them and for their number."""
    clock = time.process_time if store.engine.dialect.name == "sqlite" else time.perf_counter
    for name, wanted in questions(store).items():
        page = _milliseconds(lambda wanted=wanted: store.tasks(wanted, as_of=AS_OF, limit=100), clock)  # type: ignore[misc]
        count = _milliseconds(lambda wanted=wanted: store.count(wanted, as_of=AS_OF), clock)  # type: ignore[misc]
        yield name, store.count(wanted, as_of=AS_OF), page, count


def _milliseconds(ask: Callable[[], object], clock: Callable[[], float]) -> float:
    """The shortest of nine runs, so that whatever else the machine does stays out of it."""
    taken = []
    for _ in range(9):
        start = clock()
        ask()
        taken.append((clock() - start) * 1000)
    return min(taken)


def lists_in(url: str, formats: Sequence[str]) -> tuple[float, float, int, int]:
    """Writes all lists in a process of its own: seconds of processor time, its highest memory in MB, files and their bytes."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, context.Pool(1) as pool:
        seconds, peak = pool.apply(_lists, (url, folder, list(formats)))
        files = [path for path in Path(folder).iterdir() if path.is_file()]
        return seconds, peak, len(files), sum(path.stat().st_size for path in files)


def _lists(url: str, folder: str, formats: list[str]) -> tuple[float, float]:
    with Store(url) as store:
        write_lists(FromStore(store, AS_OF), Path(folder), AS_OF, formats)
    # Not getrusage, whose maximum counts the process that started this one as well.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return sum(os.times()[:4]), int(status["VmHWM"].split()[0]) / 1024


def _words(draw: random.Random) -> str:
    parts = [draw.choice(words.split("|")) for words in (_VERBS, _THINGS, _OF)]
    return " ".join(parts) + "".join(f", {words}" for words in draw.sample(_MORE.split("|"), draw.randint(0, 2)))


def _all_bodies() -> Iterator[tuple[str, str, int]]:
    return ((kind, name, place) for place in range(1, 6) for kind in _KINDS.split("|") for name in _NAMES.split("|"))


@contextmanager
def _url(on: str, keep: Path | None) -> Iterator[str]:
    if keep is not None:
        yield f"sqlite:///{keep}"
    elif on == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/tasks.sqlite"
    else:
        from tests.store.databases import cluster

        with cluster() as running:
            yield running.url()


def _filled(url: str, tasks: int) -> str:
    """Fills the store of a URL unless it is full, and says how long that took."""
    with Store(url) as store:
        found = store.count(as_of=AS_OF)
        if found == tasks:
            return f"{tasks:,} tasks of {tasks // A_NOTICE:,} notices were there.\n"
        if found:
            raise SystemExit(f"{store.name} has {found:,} tasks, not {tasks:,}; name another file")
        seconds = fill(store, tasks)
        if store.engine.dialect.name == "postgresql":
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))  # what it does by itself within a minute or so
    return f"{tasks:,} tasks of {tasks // A_NOTICE:,} notices were taken in within {seconds:.0f} s ({tasks / seconds:,.0f} tasks a second).\n"


def _asked(url: str) -> Iterator[str]:
    """How quickly the questions are answered, as a table."""
    yield "| what is asked for | tasks found | first hundred, ms | their number, ms |"
    yield "| --- | ---: | ---: | ---: |"
    with Store(url) as store:
        for name, found, page, count in answers(store):
            yield f"| {name} | {found:,} | {page:.0f} | {count:.0f} |"


def _listed(url: str, formats: Sequence[str]) -> Iterator[str]:
    """What a full set of lists takes, as a table."""
    yield "| format | processor time, s | highest memory, MB | files | MB |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name in formats:
        taken, peak, files, size = lists_in(url, [name])
        yield f"| {name} | {taken:.1f} | {peak:.0f} | {files} | {size / 1e6:.0f} |"


def _write(page: Path, mark: str, lines: Sequence[str]) -> None:
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->"
    if begin not in text or end not in text:
        raise SystemExit(f"{page}: the marks of the figures are missing: {begin.strip()} … {end}")
    head, rest = text.split(begin)
    page.write_text(head + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1], encoding="utf-8")


def main() -> None:
    """The figures, a line each."""
    options = argparse.ArgumentParser(description="How fast a large store answers, and what its lists take.")
    options.add_argument("--tasks", type=int, default=100_000)
    options.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--keep", type=Path)
    options.add_argument("--formats", default="")
    options.add_argument("--write", type=Path)
    chosen = options.parse_args()
    formats = [name for name in chosen.formats.split(",") if name]
    if unknown := set(formats) - set(FORMATS):
        sys.exit(f"{', '.join(unknown)}: no format of lists; use {', '.join(FORMATS)}")
    lines = []
    with _url(chosen.on, chosen.keep) as url:
        print(_filled(url, chosen.tasks), flush=True)
        for line in _listed(url, formats) if formats else _asked(url):
            print(line, flush=True)
            lines.append(line)
    if chosen.write:
        _write(chosen.write, f"lists of {chosen.tasks:,} tasks" if formats else chosen.on, lines)


if __name__ == "__main__":
    main()
