"""Importing, correcting, finding and changing, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from extractor import table
from extractor.model import Body, Fields, Notice, Task
from extractor.store import Change, ChangeError, Conflict, Filter, Store, StoreError
from extractor.store.schema import history
from tests.writers.samples import FIELDS, NOTICE, TASKS

TODAY = dt.date(2020, 9, 10)
ROWS = table.rows(NOTICE, FIELDS, TASKS)


def add(store: Store, notice: Notice = NOTICE, fields: Fields = FIELDS, tasks: tuple[Task, ...] = TASKS) -> Any:
    return store.add(notice, fields, table.rows(notice, fields, tasks))


def all_rows(store: Store) -> list[table.Row]:
    return sorted((task.row for task in store.tasks(as_of=TODAY)), key=lambda row: row["start"])


@pytest.fixture
def filled(store: Store) -> Store:
    add(store)
    return store


def test_what_goes_in_comes_out(store: Store) -> None:
    done = add(store)
    assert (done.outcome, done.new) == ("added", 3)
    assert all_rows(store) == ROWS
    [notice] = store.notices()
    assert (notice.id, notice.digest, notice.fields, notice.superseded_by) == (done.notice, "d1", FIELDS, None)
    assert store.notice(done.notice).text == NOTICE.text
    assert store.notice(done.notice).imported_at == dt.datetime(2020, 9, 10, 8, 1, tzinfo=dt.UTC)


def test_the_same_content_again_changes_nothing(filled: Store) -> None:
    filled.change(ROWS[0]["task_id"], {"note": "đang chờ số liệu"}, who="lan")
    before = filled.tasks(as_of=TODAY)
    again = add(filled, replace(NOTICE, doc_id="copy", source="/elsewhere/copy.txt"))
    assert (again.outcome, again.new) == ("unchanged", 0)
    assert filled.tasks(as_of=TODAY) == before
    assert len(filled.notices(superseded=True)) == 1


def test_a_corrected_version_takes_the_place_and_keeps_what_people_entered(filled: Store) -> None:
    first, second, third = (row["task_id"] for row in ROWS)
    filled.change(first, {"status": "doing", "note": "đã họp", "coordinators": "Ban Kế hoạch"}, who="lan")
    corrected = replace(NOTICE, text="\n\n" + NOTICE.text, digest="d2")
    tasks = (
        replace(TASKS[0], start=TASKS[0].start + 2, end=TASKS[0].end + 2, due="2020-09-30", coordinators=("Ban Tổ chức",)),
        replace(TASKS[1], start=TASKS[1].start + 2, end=TASKS[1].end + 2),
        Task(0, 9, "mua sắm thiết bị", assignees=("Văn phòng",)),
    )
    done = add(filled, corrected, tasks=tasks)
    assert (done.outcome, done.new, done.kept, done.changed, done.withdrawn) == ("corrected", 1, 1, 1, 1)
    task = filled.task(first)
    assert (task.status, task.note, task.row["due"], task.row["coordinators"]) == ("doing", "đã họp", "2020-09-30", ["Ban Kế hoạch"])
    assert task.row["start"] == TASKS[0].start + 2
    assert corrected.text[task.row["start"] : task.row["end"]] in task.context
    assert filled.task(second).version == 1
    assert filled.task(third).withdrawn
    assert {row["task"] for row in all_rows(filled)} == {TASKS[0].task, TASKS[1].task, "mua sắm thiết bị"}
    last = filled.history(first)[-1]
    assert (last.who, last.action, last.before, last.after) == ("extractor", "correct", {"due": "2020-09-20"}, {"due": "2020-09-30"})
    assert [entry.action for entry in filled.history(third)] == ["withdraw"]
    old, new = filled.notices(superseded=True)
    assert (old.superseded_by, new.superseded_by) == (new.id, None)
    assert add(filled).outcome == "superseded"


def test_a_task_that_comes_back_brings_back_what_people_entered(filled: Store) -> None:
    first = ROWS[0]["task_id"]
    filled.change(first, {"note": "giữ lại"}, who="lan")
    add(filled, replace(NOTICE, digest="d2"), tasks=TASKS[1:])
    assert filled.task(first).withdrawn
    done = add(filled, replace(NOTICE, digest="d3"))
    assert (done.new, done.kept, done.changed, done.withdrawn) == (0, 2, 1, 0)
    assert (filled.task(first).withdrawn, filled.task(first).note) == (False, "giữ lại")


@pytest.mark.parametrize(
    ("notice", "fields"),
    [
        (replace(NOTICE, digest="d2"), replace(FIELDS, number="13/TB-VP")),
        (replace(NOTICE, digest="d2"), replace(FIELDS, issued_on="2021-09-01")),
        (replace(NOTICE, digest="d2"), replace(FIELDS, issuer="Ban Tổ chức")),
        (replace(NOTICE, digest="d2", source="/b/kl-12.txt"), replace(FIELDS, number="/TB-VP")),
    ],
)
def test_another_document_is_no_correction(filled: Store, notice: Notice, fields: Fields) -> None:
    assert add(filled, notice, fields).outcome == "added"


def test_two_unnumbered_files_of_one_name_stay_apart_until_one_is_read_again(store: Store) -> None:
    nameless = Fields(issuer="Văn phòng Hội")
    assert add(store, replace(NOTICE, digest="a", source="/a/kl-12.txt"), nameless).outcome == "added"
    assert add(store, replace(NOTICE, digest="b", source="/b/kl-12.txt"), nameless).outcome == "added"
    assert add(store, replace(NOTICE, digest="c", source="/a/kl-12.txt"), nameless).outcome == "corrected"
    assert add(store, replace(NOTICE, digest="d", source="/a/kl-12.txt"), FIELDS).outcome == "corrected"


def test_ids_made_of_names_and_offsets_do_not_collide_in_a_correction(store: Store) -> None:
    add(store, replace(NOTICE, digest=""))
    other = replace(NOTICE, digest="", text=NOTICE.text.replace("Giao", "giao"))
    done = add(store, other, tasks=(replace(TASKS[0], task="một việc hoàn toàn khác"),))
    assert (done.outcome, done.new, done.withdrawn) == ("corrected", 1, 3)
    [row] = all_rows(store)
    assert row["task_id"] != table.rows(replace(NOTICE, digest=""), FIELDS, TASKS)[0]["task_id"]


def test_a_text_with_nul_is_kept(store: Store) -> None:
    notice = Notice("a", "Giao\x00 Văn phòng làm.", digest="x")
    add(store, notice, Fields(subject="a\x00b", recipients=("c\x00",)), (Task(0, 20, "làm\x00", assignees=("Văn\x00 phòng",)),))
    [row] = all_rows(store)
    assert (row["task"], row["assignees"], row["subject"], row["recipients"]) == ("làm\ufffd", ["Văn\ufffd phòng"], "a\ufffdb", ["c\ufffd"])
    assert len(row["evidence"]) == 20


def test_changes_are_written_down(filled: Store) -> None:
    task_id = ROWS[0]["task_id"]
    filled.change(task_id, {"status": "Hoàn thành", "done_on": "18/9/2020"}, who="lan")
    filled.change(task_id, {"note": "đã gửi"}, who="minh")
    filled.change(task_id, {"decision": "rejected"}, who="lan")
    filled.change(task_id, {"due": "30/9/2020", "task": "hoàn thiện dự toán"}, who="minh")
    assert [(entry.who, entry.action) for entry in filled.history(task_id)] == [("lan", "status"), ("minh", "note"), ("lan", "reject"), ("minh", "edit")]
    first = filled.history(task_id)[0]
    at = dt.datetime(2020, 9, 10, 8, 2, tzinfo=dt.UTC)
    assert first == Change(task_id, at, "lan", "status", {"status": "todo", "done_on": None}, {"status": "done", "done_on": "2020-09-18"})
    task = filled.task(task_id)
    assert (task.version, task.done_on, task.decision, task.row["due"]) == (5, dt.date(2020, 9, 18), "rejected", "2020-09-30")
    assert set(task.edited) == {"status", "done_on", "note", "decision", "due", "task"}


def test_a_change_that_changes_nothing_leaves_no_trace(filled: Store) -> None:
    task = filled.change(ROWS[0]["task_id"], {"status": "todo", "due": "20/9/2020", "note": ""}, who="lan", version=1)
    assert task.version == 1
    assert filled.history(ROWS[0]["task_id"]) == []


def test_a_task_that_is_opened_again_was_not_done(filled: Store) -> None:
    task_id = ROWS[0]["task_id"]
    filled.change(task_id, {"status": "done", "done_on": "2020-09-18"}, who="lan")
    assert filled.change(task_id, {"status": "doing"}, who="lan").done_on is None
    assert filled.history(task_id)[-1].before == {"status": "done", "done_on": "2020-09-18"}


@pytest.mark.parametrize("statement", [sa.delete(history), sa.update(history).values(who="nobody")])
def test_the_history_cannot_be_rewritten(filled: Store, statement: Any) -> None:
    filled.change(ROWS[0]["task_id"], {"note": "a"}, who="lan")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), filled.engine.begin() as connection:
        connection.execute(statement)
    assert filled.history(ROWS[0]["task_id"])[0].who == "lan"


def test_two_people_cannot_overwrite_each_other(filled: Store) -> None:
    task_id = ROWS[0]["task_id"]
    filled.change(task_id, {"note": "của Lan"}, who="lan", version=1)
    with pytest.raises(Conflict, match=rf"{task_id}.*lan lúc 10/09/2020") as caught:
        filled.change(task_id, {"note": "của Minh"}, who="minh", version=1)
    assert (caught.value.current.note, caught.value.current.version) == ("của Lan", 2)
    assert filled.change(task_id, {"note": "của Minh"}, who="minh", version=2).note == "của Minh"


def test_of_many_at_once_one_wins(filled: Store) -> None:
    task_id, conflicts = ROWS[0]["task_id"], []

    def enter(name: str) -> None:
        try:
            filled.change(task_id, {"note": name}, who=name, version=1)
        except Conflict as conflict:
            conflicts.append(conflict)

    people = [threading.Thread(target=enter, args=(f"user{i}",)) for i in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(conflicts) == 5
    assert len(filled.history(task_id)) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due": "30/2/2021"}, "30/2/2021"),
        ({"done_on": "hôm qua", "status": "done"}, "20/9/2020"),
        ({"status": "xong rồi"}, "Chưa thực hiện"),
        ({"status": "Quá hạn"}, "tự tính"),
        ({"status": ""}, "để trống"),
        ({"task_id": "x"}, "không sửa được cột"),
        ({"recurrence": "hằng tháng"}, "RFC 5545"),
        ({"due_time": "25:00"}, "giờ"),
        ({"due_bound": "khoảng"}, "Chậm nhất"),
    ],
)
def test_a_bad_value_changes_nothing(filled: Store, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        filled.change(ROWS[0]["task_id"], {"note": "a"} | changes, who="lan")
    assert filled.task(ROWS[0]["task_id"]).version == 1


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("due_time", "16h30", "16:30"),
        ("due_bound", "Chậm nhất", "by"),
        ("recurrence", "RRULE:FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("report_to", "Ban A;\nBan B ;", ["Ban A", "Ban B"]),
        ("assignees", "", []),
        ("due", "", None),
    ],
)
def test_what_people_type_is_understood(filled: Store, key: str, typed: str, kept: Any) -> None:
    assert filled.change(ROWS[0]["task_id"], {key: typed}, who="lan").row[key] == kept


def test_a_task_given_to_another_body_is_on_its_list(filled: Store) -> None:
    filled.change(ROWS[0]["task_id"], {"assignees": "Ban Tổ chức"}, who="lan")
    assert filled.task(ROWS[0]["task_id"]).row["responsible"] == ["Ban Tổ chức"]
    [body] = filled.bodies("ban tổ chức")
    assert (body.lead, body.coordinate) == (1, 0)
    assert filled.change(ROWS[0]["task_id"], {"assignees": ""}, who="lan").row["responsible"] == ["Văn phòng Hội"]


def test_unknown_ids_are_named(filled: Store) -> None:
    for ask in (lambda: filled.task("nothing"), lambda: filled.history("nothing"), lambda: filled.change("nothing", {"note": "a"}, who="lan")):
        with pytest.raises(StoreError, match="nothing"):
            ask()
    with pytest.raises(StoreError, match="99"):
        filled.notice(99)


def _dated(number: int, due: str | None, bound: Any = "by", assignee: str = "Ban A", **more: Any) -> Task:
    return Task(number, number + 1, f"Việc số {number}", assignees=(assignee,), due=due, due_bound=bound if due else None, **more)


@pytest.fixture
def many(store: Store) -> Store:
    tasks = (
        _dated(0, "2020-09-09"),
        _dated(1, "2020-09-10", "before"),
        _dated(2, "2020-09-10"),
        _dated(3, None, assignee="Ban B"),
        _dated(4, "2020-12-31", assignee="Ban B", coordinators=("Ban A",)),
        _dated(5, "2020-09-01"),
        _dated(6, "2020-09-01"),
        _dated(7, None),
    )
    rows = table.rows(Notice("a", "0123456789", digest="a"), FIELDS, tasks)
    store.add(Notice("a", "0123456789", digest="a"), FIELDS, rows)
    store.change(rows[5]["task_id"], {"status": "done", "done_on": "2020-09-01"}, who="lan")
    store.change(rows[6]["task_id"], {"status": "done", "done_on": "2020-09-02"}, who="lan")
    store.change(rows[7]["task_id"], {"status": "done", "done_on": "2020-09-02"}, who="lan")
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [5, 6, 0, 1, 2, 4, 3, 7]),
        (Filter(state="overdue"), [0, 1]),
        (Filter(state="todo"), [2, 4, 3]),
        (Filter(state="done"), [7]),
        (Filter(state="done-in-time"), [5]),
        (Filter(state="done-late"), [6]),
        (Filter(state="doing"), []),
        (Filter(due_before=dt.date(2020, 9, 10)), [5, 6, 0, 1]),
        (Filter(due_from=dt.date(2020, 9, 10), due_before=dt.date(2020, 12, 31)), [2]),
        (Filter(bodies=("~ban b",)), [4, 3]),
        (Filter(bodies=("~ban a",), part="coordinate"), [4]),
        (Filter(part="lead", bodies=("~ban a", "~ban b"), state="overdue"), [0, 1]),
        (Filter(document="12/tb-vp", state="overdue"), [0, 1]),
        (Filter(document="a", state="done"), [7]),
        (Filter(document="13/TB-VP"), []),
        (Filter(search="VIỆC SỐ 4"), [4]),
        (Filter(search="100%"), []),
        (Filter(search="viec so"), [5, 6, 0, 1, 2, 4, 3, 7]),
        (Filter(search="viec so 4"), [4]),
        (Filter(search="số, việc"), []),
        (Filter(search="viếc"), []),
        (Filter(search="vi"), [5, 6, 0, 1, 2, 4, 3, 7]),
        (Filter(search="v"), []),
        (Filter(search="iệc"), []),
        (Filter(search='việc" OR "số'), []),
        (Filter(search="?!"), []),
        (Filter(search="viec so", state="overdue"), [0, 1]),
        (Filter(search="việc số", bodies=("~ban b",)), [4, 3]),
        (Filter(decisions=("rejected",)), []),
    ],
)
def test_filters(many: Store, wanted: Filter, found: list[int]) -> None:
    tasks = many.tasks(wanted, as_of=TODAY)
    assert [task.row["start"] for task in tasks] == found
    assert many.count(wanted, as_of=TODAY) == len(found)
    assert [task.row["start"] for task in many.tasks(wanted, as_of=TODAY, limit=2, offset=1)] == found[1:3]
    assert list(many.stream(wanted, as_of=TODAY)) == tasks


def test_a_deadline_that_a_person_moves_moves_the_task(many: Store) -> None:
    [task] = many.tasks(Filter(search="việc số 2"), as_of=TODAY)
    many.change(task.task_id, {"due_bound": "Trước ngày"}, who="lan")
    assert [found.row["start"] for found in many.tasks(Filter(state="overdue"), as_of=TODAY)] == [0, 1, 2]
    many.change(task.task_id, {"due": ""}, who="lan")
    assert [found.row["start"] for found in many.tasks(Filter(state="todo"), as_of=TODAY)] == [4, 2, 3]


def test_words_are_found_as_they_stand_now(many: Store) -> None:
    first, second = (task.task_id for task in many.tasks(Filter(search="viec so"), as_of=TODAY, limit=2))
    many.change(first, {"task": "Đo đạc đất đai"}, who="lan")
    many.change(second, {"decision": "rejected"}, who="lan")
    assert [task.task_id for task in many.tasks(Filter(search="dat d"), as_of=TODAY)] == [first]
    assert many.count(Filter(search="việc"), as_of=TODAY) == len(many.tasks(Filter(search="việc"), as_of=TODAY)) == 6
    assert many.count(Filter(search="việc", decisions=()), as_of=TODAY) == 7


def test_common_words_are_found_in_the_same_order(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = many.tasks(Filter(search="việc"), as_of=TODAY)
    monkeypatch.setattr("extractor.store.search._COMMON", 2)
    assert many.tasks(Filter(search="việc"), as_of=TODAY) == before
    assert many.tasks(Filter(search="viec", state="overdue"), as_of=TODAY) == [task for task in before if task.row["start"] in (0, 1)]


def test_rejected_tasks_are_found_when_asked_for(many: Store) -> None:
    task_id = many.tasks(Filter(state="overdue"), as_of=TODAY)[0].task_id
    many.change(task_id, {"decision": "Bỏ"}, who="lan")
    assert task_id not in {task.task_id for task in many.tasks(as_of=TODAY)}
    assert [task.task_id for task in many.tasks(Filter(decisions=("rejected",)), as_of=TODAY)] == [task_id]


def test_a_stream_brings_the_text_around_the_evidence(many: Store) -> None:
    for task in many.stream(as_of=TODAY, context=True):
        assert task.context[task.row["start"] - task.context_start : task.row["end"] - task.context_start] == task.row["evidence"]


def test_a_body_is_one_by_identity(store: Store) -> None:
    def body(text: str) -> Body:
        return Body(0, 1, text, text, id="btv", canonical="Ban Thường vụ")

    tasks = (
        Task(0, 1, "a", assignees=("BTV",), bodies=(body("BTV"),)),
        Task(1, 2, "b", assignees=("Ban Thường vụ Hội",), bodies=(body("Ban Thường vụ Hội"),)),
        Task(2, 3, "c", assignees=("Ban thường vụ",), coordinators=("Các sở",)),
    )
    notice = Notice("a", "abc", digest="a")
    store.add(notice, Fields(), table.rows(notice, Fields(), tasks))
    one, other = store.bodies()
    assert (one.name, one.lead, one.coordinate) == ("Ban Thường vụ", 3, 0)
    assert set(one.keys) == {"btv", "~ban thường vụ"}
    assert (other.name, other.lead, other.coordinate) == ("Các sở", 0, 1)
    assert [body.name for body in store.bodies("sở")] == ["Các sở"]
    assert store.bodies("Ban B") == []
    assert len(store.tasks(Filter(bodies=one.keys), as_of=TODAY)) == 3
