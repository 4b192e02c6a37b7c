"""Rows that people make, split and merge; and what a corrected version of the document leaves of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from extractor import table
from extractor.model import Fields, Notice, Origin, Task
from extractor.store import ChangeError, Conflict, Filter, Store
from extractor.tracking import Tracked

TODAY = dt.date(2021, 3, 1)
FIELDS = Fields(number="7/KL-VP", issuer="Huyện đoàn Bình Sơn", issued_on="2021-02-20")
FIRST = "Giao Ban Phong trào rà soát danh sách đội viên; lập kế hoạch ra quân trước ngày 10/3/2021."
SECOND = "Giao Văn phòng chuẩn bị hội trường."
TITLE = "KẾT LUẬN\n\n"
TEXT = f"{TITLE}{FIRST}\n{SECOND}\nCác chi đoàn tự tổ chức dọn vệ sinh.\n"
DUE = {"due": "2021-03-10", "due_text": "trước ngày 10/3/2021", "due_bound": "before"}


def span(text: str, within: str = TEXT) -> tuple[int, int]:
    start = within.index(text)
    return start, start + len(text)


def found(text: str = TEXT, first: str = FIRST, **more: str) -> list[Task]:
    """What the program sees in a version of the document."""
    body = Origin("assignees", "clause", *span("Ban Phong trào", text), "assign.order")
    words = first.removeprefix("Giao Ban Phong trào ").split(" trước ngày")[0]
    tasks = [Task(*span(first, text), words, assignees=("Ban Phong trào",), origins=(body,), **(DUE | more))]  # type: ignore[arg-type]
    if SECOND in text:
        tasks.append(Task(*span(SECOND, text), "chuẩn bị hội trường", assignees=("Văn phòng",)))
    return tasks


def add(store: Store, text: str = TEXT, tasks: list[Task] | None = None, digest: str = "d1") -> None:
    notice = Notice("kl-7", text, digest=digest)
    store.add(notice, FIELDS, table.rows(notice, FIELDS, found(text) if tasks is None else tasks))


@pytest.fixture
def ids(store: Store) -> tuple[str, str]:
    add(store)
    first, second = sorted(store.tasks(as_of=TODAY), key=lambda task: task.row["start"])
    return first.task_id, second.task_id


def current(store: Store) -> dict[str, Tracked]:
    return {task.row["task"]: task for task in store.tasks(as_of=TODAY)}


CUT = TEXT.index("; lập") + 1


def test_a_task_is_split(store: Store, ids: tuple[str, str]) -> None:
    store.change(ids[0], {"status": "doing", "note": "đã họp", "due": "12/3/2021"}, who="lan")
    one, two = store.split_task(ids[0], CUT, who="minh", version=2)
    assert (one.row["task"], two.row["task"]) == ("rà soát danh sách đội viên", "lập kế hoạch ra quân")
    assert (one.row["evidence"], two.row["evidence"]) == (FIRST.split(";")[0], FIRST.split("; ")[1])
    assert store.notice(1).text[two.row["start"] : two.row["end"]] == two.row["evidence"]
    for half in (one, two):
        assert (half.row["assignees"], half.row["due"], half.row["due_bound"]) == (["Ban Phong trào"], "2021-03-12", "before")
        assert (half.status, half.note, half.decision, half.version) == ("doing", "đã họp", "proposed", 1)
        assert half.edited == ("status", "note", "due")
        assert half.row["rules"] == ["person/split", "assign.order"]
    whole = store.task(ids[0])
    assert (whole.decision, whole.version) == ("rejected", 3)
    last = store.history(ids[0])[-1]
    into = [one.task_id, two.task_id]
    assert (last.who, last.action, last.before) == ("minh", "split", {"decision": "proposed"})
    assert last.after == {"decision": "rejected", "made_into": into}
    [made] = store.history(two.task_id)
    assert (made.who, made.action, made.before, made.after["made_of"], made.after["task"]) == ("minh", "split", {}, [ids[0]], "lập kế hoạch ra quân")
    [body] = store.bodies("ban phong trào")
    assert {task.task_id for task in store.tasks(Filter(bodies=body.keys), as_of=TODAY)} == set(into)


@pytest.mark.parametrize("at", [0, len(TITLE), len(TITLE) + len(FIRST), len(TEXT) + 9, TEXT.index(SECOND) + 5])
def test_a_cut_outside_of_the_evidence_is_refused(store: Store, ids: tuple[str, str], at: int) -> None:
    with pytest.raises(ChangeError, match="giữa câu"):
        store.split_task(ids[0], at, who="lan")
    assert store.history(ids[0]) == []
    assert len(store.tasks(as_of=TODAY)) == 2


def test_a_cut_through_the_assigning_words_divides_the_evidence(store: Store, ids: tuple[str, str]) -> None:
    one, two = store.split_task(ids[0], TEXT.index("rà soát"), who="lan")
    assert (one.row["task"], two.row["task"]) == ("Giao Ban Phong trào", FIRST.removeprefix("Giao Ban Phong trào "))


def test_tasks_are_merged(store: Store, ids: tuple[str, str]) -> None:
    store.change(ids[0], {"status": "Hoàn thành", "done_on": "9/3/2021", "note": "một"}, who="lan")
    store.change(ids[1], {"note": "hai", "assignees": "Văn phòng; Ban Phong trào"}, who="lan")
    made = store.merge_tasks(ids[::-1], who="minh", versions={ids[0]: 2, ids[1]: 2})
    assert made.row["task"] == "rà soát danh sách đội viên; lập kế hoạch ra quân; chuẩn bị hội trường"
    assert made.row["evidence"] == f"{FIRST}\n{SECOND}"
    assert (made.row["assignees"], made.row["due"]) == (["Ban Phong trào", "Văn phòng"], "2021-03-10")
    assert (made.status, made.done_on, made.note) == ("doing", None, "một\nhai")
    assert [store.task(one).decision for one in ids] == ["rejected", "rejected"]
    assert store.history(made.task_id)[0].after["made_of"] == sorted(ids)
    assert [entry.action for entry in store.history(ids[1])] == ["edit", "merge"]
    assert list(current(store)) == [made.row["task"]]


def test_finished_tasks_make_a_finished_one(store: Store, ids: tuple[str, str]) -> None:
    for task_id, day in zip(ids, ("9/3/2021", "8/3/2021"), strict=True):
        store.change(task_id, {"status": "Hoàn thành", "done_on": day}, who="lan")
    made = store.merge_tasks(ids, who="lan")
    assert (made.status, made.done_on) == ("done", dt.date(2021, 3, 9))


def test_what_cannot_be_merged(store: Store, ids: tuple[str, str]) -> None:
    other = Notice("kl-8", SECOND, digest="other")
    fields = replace(FIELDS, number="8/KL-VP")
    store.add(other, fields, table.rows(other, fields, [Task(0, len(SECOND), "chuẩn bị hội trường")]))
    [far] = store.tasks(Filter(document="8/KL-VP"), as_of=TODAY)
    with pytest.raises(ChangeError, match="cùng một văn bản"):
        store.merge_tasks([ids[0], far.task_id], who="lan")
    with pytest.raises(ChangeError, match="ít nhất hai"):
        store.merge_tasks([ids[0], ids[0]], who="lan")
    store.change(ids[1], {"decision": "rejected"}, who="lan")
    with pytest.raises(ChangeError, match=f"{ids[1]} không còn hiệu lực"):
        store.merge_tasks(ids, who="lan")
    with pytest.raises(ChangeError, match="không còn hiệu lực"):
        store.split_task(ids[1], TEXT.index("hội trường"), who="lan")
    assert store.history(ids[0]) == []


def test_what_somebody_else_changed_is_not_split_or_merged(store: Store, ids: tuple[str, str]) -> None:
    store.change(ids[0], {"note": "của Lan"}, who="lan")
    with pytest.raises(Conflict):
        store.split_task(ids[0], CUT, who="minh", version=1)
    with pytest.raises(Conflict):
        store.merge_tasks(ids, who="minh", versions=dict.fromkeys(ids, 1))
    assert {task.task_id for task in store.tasks(as_of=TODAY)} == set(ids)


@pytest.mark.usefixtures("ids")
def test_the_same_stretch_twice_makes_two_rows(store: Store) -> None:
    stretch = Task(*span("tự tổ chức dọn vệ sinh"), "dọn vệ sinh")
    one, two = store.add_task(1, stretch, who="lan"), store.add_task(1, stretch, who="lan")
    assert one.task_id != two.task_id
    assert (one.row["responsible"], one.row["number"]) == (["Huyện đoàn Bình Sơn"], "7/KL-VP")
    assert [entry.action for entry in store.history(one.task_id)] == ["add"]


# What a corrected version leaves of what people made.


@pytest.mark.usefixtures("ids")
def test_a_row_of_a_persons_moves_with_its_sentence(store: Store) -> None:
    start, end = span("Các chi đoàn tự tổ chức dọn vệ sinh.")
    origin = Origin("assignees", "clause", start, start + 12, "assign.order")
    made = store.add_task(1, Task(start, end, "dọn vệ sinh", assignees=("Các chi đoàn",), page=1, origins=(origin,)), who="lan")
    broken = TEXT.replace(TITLE, TITLE + "Đính chính.\n").replace("tự tổ chức dọn", "tự tổ chức\n  dọn")
    add(store, TEXT.replace(TITLE, TITLE + "Đính chính.\n"), digest="d2")
    task = store.task(made.task_id)
    assert (task.row["start"], task.row["evidence"], task.version, task.row["page"]) == (start + 12, made.row["evidence"], 1, None)
    assert (task.row["origins"][0]["start"], task.row["origins"][0]["end"]) == (start + 12, start + 24)
    assert task.context[task.row["start"] - task.context_start :].startswith("Các chi đoàn tự")
    add(store, broken, digest="d3")
    task = store.task(made.task_id)
    assert broken[task.row["start"] : task.row["end"]] == task.row["evidence"] == "Các chi đoàn tự tổ chức\n  dọn vệ sinh."
    assert len(current(store)) == 3
    assert [entry.action for entry in store.history(made.task_id)] == ["add"]


@pytest.mark.usefixtures("ids")
def test_a_row_whose_sentence_changed_stands_where_that_is_now(store: Store) -> None:
    made = store.add_task(1, Task(*span("Các chi đoàn tự tổ chức dọn vệ sinh."), "dọn vệ sinh"), who="lan")
    changed = TEXT.replace("tự tổ chức dọn vệ sinh", "tổ chức dọn vệ sinh khu phố")
    add(store, changed, digest="d2")
    assert store.task(made.task_id).row["evidence"] == "Các chi đoàn tổ chức dọn vệ sinh khu phố."


@pytest.mark.usefixtures("ids")
def test_a_row_whose_sentence_is_gone_stays_without_a_place(store: Store) -> None:
    made = store.add_task(1, Task(*span("Các chi đoàn tự tổ chức dọn vệ sinh."), "dọn vệ sinh", due="2021-03-20", due_bound="by"), who="lan")
    store.change(made.task_id, {"note": "nhắc lại"}, who="lan")
    add(store, TEXT[: TEXT.index("Các chi đoàn")], digest="d2")
    task = current(store)["dọn vệ sinh"]
    assert (task.row["start"], task.row["end"], task.note, task.context) == (None, None, "nhắc lại", "")
    assert task.row["evidence"] == "Các chi đoàn tự tổ chức dọn vệ sinh."
    last = store.history(made.task_id)[-1]
    assert (last.who, last.action, last.after) == ("extractor", "correct", {"start": None, "end": None})
    with pytest.raises(ChangeError, match="không còn trong bản đính chính"):
        store.split_task(made.task_id, 3, who="lan")
    add(store, TEXT, digest="d3")
    assert store.task(made.task_id).row["start"] == TEXT.index("Các chi đoàn")


@pytest.mark.usefixtures("ids")
def test_what_the_program_now_finds_too_is_not_there_twice(store: Store) -> None:
    sentence = "Các chi đoàn tự tổ chức dọn vệ sinh."
    made = store.add_task(1, Task(*span(sentence), "dọn sạch đường làng"), who="lan")
    longer = "Mở đầu.\n" + TEXT
    add(store, longer, [*found(longer), Task(*span(sentence, longer), "tự tổ chức dọn vệ sinh")], digest="d2")
    assert set(current(store)) == {"rà soát danh sách đội viên; lập kế hoạch ra quân", "chuẩn bị hội trường", "dọn sạch đường làng"}
    assert store.task(made.task_id).row["start"] == longer.index(sentence)


@pytest.mark.usefixtures("ids")
def test_what_a_person_took_back_does_not_hide_what_the_program_finds(store: Store) -> None:
    sentence = "Các chi đoàn tự tổ chức dọn vệ sinh."
    made = store.add_task(1, Task(*span(sentence), "dọn vệ sinh"), who="lan")
    store.change(made.task_id, {"decision": "rejected"}, who="lan")
    longer = "Mở đầu.\n" + TEXT
    add(store, longer, [*found(longer), Task(*span(sentence, longer), "dọn vệ sinh")], digest="d2")
    assert current(store)["dọn vệ sinh"].task_id != made.task_id


def test_halves_follow_the_deadline_of_the_corrected_version(store: Store, ids: tuple[str, str]) -> None:
    one, two = store.split_task(ids[0], CUT, who="lan")
    store.change(two.task_id, {"due": "15/3/2021"}, who="lan")
    later = FIRST.replace("10/3/2021", "20/3/2021")
    text = TEXT.replace(FIRST, later)
    add(store, text, found(text, later, due="2021-03-20", due_text="trước ngày 20/3/2021"), digest="d2")
    assert set(current(store)) == {"rà soát danh sách đội viên", "lập kế hoạch ra quân", "chuẩn bị hội trường"}
    assert store.task(one.task_id).row["due"] == "2021-03-20"
    assert store.task(two.task_id).row["due"] == "2021-03-15"
    assert store.task(two.task_id).row["evidence"] == "lập kế hoạch ra quân trước ngày 20/3/2021."
    assert [task.task_id for task in store.tasks(Filter(due_from=dt.date(2021, 3, 19)), as_of=TODAY)] == [one.task_id]
    assert store.history(one.task_id)[-1].after == {"due": "2021-03-20", "due_text": "trước ngày 20/3/2021"}


def test_merged_rows_stay_merged(store: Store, ids: tuple[str, str]) -> None:
    made = store.merge_tasks(ids, who="lan")
    text = "Mở đầu.\n" + TEXT
    add(store, text, digest="d2")
    assert [task.task_id for task in store.tasks(as_of=TODAY)] == [made.task_id]
    assert store.task(made.task_id).row["start"] == text.index(FIRST)
