"""Every route for every role, and what the API answers when it says no."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from extractor.evaluation import gold_files
from extractor.store import Store
from extractor.web.api import ROUTERS
from extractor.web.app import guarded, make_app
from extractor.web.schema import uploads
from extractor.web.state import Settings
from tests.web.running import PASSWORD, ROLES

Headers = Callable[[str], dict[str, str]]

# The least role that each route asks for; "" for the one that nobody needs a session for.
ROUTES: dict[tuple[str, str], str] = {
    ("POST", "/session"): "",
    ("GET", "/session"): "reader",
    ("DELETE", "/session"): "reader",
    ("POST", "/session/password"): "reader",
    ("GET", "/users"): "admin",
    ("POST", "/users"): "admin",
    ("PATCH", "/users/{login}"): "admin",
    ("GET", "/audit"): "head",
    ("POST", "/imports"): "clerk",
    ("POST", "/imports/pages"): "clerk",
    ("GET", "/imports"): "clerk",
    ("GET", "/imports/{number}"): "clerk",
    ("GET", "/documents"): "reader",
    ("GET", "/documents/{number}"): "reader",
    ("GET", "/documents/{number}/pages/{page}/words"): "reader",
    ("GET", "/documents/{number}/pages/{page}/picture"): "reader",
    ("GET", "/documents/{number}/file"): "reader",
    ("GET", "/documents/{number}/tasks"): "reader",
    ("GET", "/documents/{number}/versions"): "reader",
    ("GET", "/tasks"): "reader",
    ("GET", "/tasks/{task_id}"): "reader",
    ("GET", "/tasks/{task_id}/history"): "reader",
    ("PATCH", "/tasks/{task_id}"): "clerk",
    ("POST", "/tasks"): "clerk",
    ("POST", "/tasks/{task_id}/split"): "clerk",
    ("POST", "/merge"): "clerk",
    ("POST", "/undo"): "clerk",
    ("GET", "/bodies"): "reader",
    ("GET", "/summary"): "reader",
    ("GET", "/export.{ending}"): "reader",
    ("GET", "/lists/bodies"): "reader",
    ("GET", "/lessons"): "head",
    ("GET", "/gold.{ending}"): "head",
}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/session"): {"login": "lan", "password": "x"},
    ("POST", "/session/password"): {"old": "x", "new": PASSWORD},
    ("POST", "/users"): {"login": "moi", "password": PASSWORD, "role": "reader"},
    ("PATCH", "/users/{login}"): {"active": True},
    ("PATCH", "/tasks/{task_id}"): {"version": 99, "changes": {"note": "x"}},
    ("POST", "/tasks"): {"document": 999, "start": 0, "end": 3},
    ("POST", "/tasks/{task_id}/split"): {"version": 99, "at": 0},
    ("POST", "/merge"): {"document": 999, "tasks": [{"task_id": "a", "version": 1}, {"task_id": "b", "version": 1}]},
    ("POST", "/undo"): {"document": 999},
}


def test_the_table_names_every_route() -> None:
    found = {(method, route.path) for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) for method in route.methods or ()}
    assert found == set(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: str(part))
def test_one_role_cannot_do_anothers_work(client: TestClient, sign_in: Headers, store: Store, method: str, path: str) -> None:
    least = ROUTES[method, path]
    task = store.tasks(as_of=store.now().date())[0].task_id
    address = "/api" + path.format(login="reader", number=1, page=1, task_id=task, ending="xlsx" if "export" in path else "jsonl")
    sent: dict[str, Any] = {"json": BODIES[method, path]} if (method, path) in BODIES else {}
    if path == "/imports" and method == "POST":
        sent = {"files": {"file": ("a.txt", b"x")}}
    if path == "/imports/pages":
        sent = {"files": [("pages", ("a.png", b"x"))], "data": {"name": "a"}}
    assert (client.request(method, address, **sent).status_code == 401) is True
    for role in ROLES:
        answer = client.request(method, address, headers=sign_in(role), **sent)
        if not least:
            assert answer.status_code == 401, "a wrong password lets nobody in"
        elif ROLES.index(role) < ROLES.index(least):
            assert answer.status_code == 403, (role, answer.text)
        else:
            assert answer.status_code not in (401, 403), (role, answer.text)
            assert answer.status_code < 500, (role, answer.text)


def test_a_cookie_needs_the_token_of_the_page(client: TestClient) -> None:
    entered = client.post("/api/session", json={"login": "Clerk", "password": PASSWORD})
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    [task] = client.get("/api/tasks?limit=1").json()["tasks"]
    body = {"version": task["version"], "changes": {"note": "gấp"}}
    assert client.patch(f"/api/tasks/{task['task_id']}", json=body).status_code == 403
    csrf = {"X-CSRF-Token": entered.json()["csrf"]}
    assert client.patch(f"/api/tasks/{task['task_id']}", json=body, headers={**csrf, "Origin": "http://evil.example"}).status_code == 403
    assert client.patch(f"/api/tasks/{task['task_id']}", json=body, headers={**csrf, "Origin": "http://testserver"}).json()["note"] == "gấp"
    assert client.delete("/api/session", headers=csrf).status_code == 204
    assert client.get("/api/session").status_code == 401


def test_guessing_a_password_is_slowed_down(client: TestClient) -> None:
    tries = [client.post("/api/session", json={"login": "admin", "password": "sai mật khẩu"}).status_code for _ in range(7)]
    assert tries == [401] * 5 + [429] * 2
    assert client.post("/api/session", json={"login": "admin", "password": PASSWORD}).status_code == 429
    assert client.post("/api/session", json={"login": "head", "password": PASSWORD}).status_code == 200


def test_shutting_a_user_out_ends_their_session(client: TestClient, sign_in: Headers) -> None:
    clerk, admin = sign_in("clerk"), sign_in("admin")
    assert client.get("/api/session", headers=clerk).status_code == 200
    assert client.patch("/api/users/clerk", json={"active": False}, headers=admin).status_code == 200
    assert client.get("/api/session", headers=clerk).status_code == 401
    assert client.patch("/api/users/admin", json={"active": False}, headers=admin).status_code == 409
    assert [one["action"] for one in client.get("/api/audit", headers=admin).json()] == ["user changed"]


def test_ones_own_password(client: TestClient) -> None:
    entered = client.post("/api/session", json={"login": "clerk", "password": PASSWORD}).json()
    csrf = {"X-CSRF-Token": entered["csrf"]}
    assert client.post("/api/session/password", json={"old": "sai mật khẩu", "new": "mật khẩu mới 456"}, headers=csrf).status_code == 409
    assert client.post("/api/session/password", json={"old": PASSWORD, "new": "ngắn"}, headers=csrf).status_code == 422
    other = {"Authorization": f"Bearer {client.post('/api/session', json={'login': 'clerk', 'password': PASSWORD}).json()['token']}"}
    csrf = {"X-CSRF-Token": client.get("/api/session").json()["csrf"]}
    renewed = client.post("/api/session/password", json={"old": PASSWORD, "new": "mật khẩu mới 456"}, headers=csrf)
    assert renewed.status_code == 200
    assert client.get("/api/session").status_code == 200, "one stays signed in"
    client.cookies.clear()
    assert client.get("/api/session", headers=other).status_code == 401, "one's other sessions end"
    assert client.post("/api/session", json={"login": "clerk", "password": PASSWORD}).status_code == 401
    assert client.post("/api/session", json={"login": "clerk", "password": "mật khẩu mới 456"}).status_code == 200


def test_who_did_what(client: TestClient, sign_in: Headers) -> None:
    clerk, head = sign_in("clerk"), sign_in("head")
    [task] = client.get("/api/tasks?limit=1", headers=clerk).json()["tasks"]
    client.patch(f"/api/tasks/{task['task_id']}", json={"version": 1, "changes": {"note": "gấp"}}, headers=clerk)
    client.get("/api/export.csv", headers=head)
    client.post("/api/session", json={"login": "admin", "password": "sai mật khẩu"})
    told = [(one["login"], one["action"], one["task"] or one["detail"], one["columns"]) for one in client.get("/api/audit", headers=head).json()]
    assert told == [("admin", "sign-in failed", "", []), ("head", "exported", "csv: 3", []), ("clerk", "note", task["task_id"], ["note"])]


def test_headers_tell_the_browser_to_be_strict(client: TestClient) -> None:
    headers = client.get("/api/session").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_large_body_is_refused(client: TestClient, sign_in: Headers) -> None:
    answer = client.post("/api/undo", content=b"x" * 1_000_001, headers=sign_in("clerk") | {"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_file_beyond_the_limit_is_refused(store: Store) -> None:
    settings = Settings(most_uploaded=1000)
    app = make_app(store, settings)
    small = TestClient(guarded(app, settings, local=False), base_url="http://testserver")
    token = app.state.web.sessions.open(app.state.web.store.users.get("clerk"))[0]
    headers = {"Authorization": f"Bearer {token}"}
    assert small.post("/api/imports", files={"file": ("a.txt", b"x" * 500)}, headers=headers).status_code == 202
    assert small.post("/api/imports", files={"file": ("a.txt", b"x" * 200_000)}, headers=headers).status_code == 413
    endless = (b"x" * 1000 for _ in range(2000))
    typed = {"Content-Type": "multipart/form-data; boundary=b"}
    assert small.post("/api/imports", content=endless, headers=headers | typed).status_code == 413, "neither without saying how long it is"
    assert len(app.state.web.queue.all("clerk")) == 1
    app.state.web.queue.stop()


def test_the_second_editor_is_told(client: TestClient, sign_in: Headers) -> None:
    [task] = client.get("/api/tasks?limit=1", headers=sign_in("reader")).json()["tasks"]
    address = f"/api/tasks/{task['task_id']}"
    assert client.patch(address, json={"version": 1, "changes": {"due": "30/9/2020"}}, headers=sign_in("clerk")).json()["due"] == "2020-09-30"
    answer = client.patch(address, json={"version": 1, "changes": {"due": "2020-10-01"}}, headers=sign_in("head"))
    assert answer.status_code == 409
    assert answer.json()["last"]["who"] == "clerk"
    assert answer.json()["current"]["due"] == "2020-09-30"
    wrong = client.patch(address, json={"version": 2, "changes": {"due": "31/9/2020"}}, headers=sign_in("head"))
    assert wrong.status_code == 422
    assert "không phải là một ngày có thật" in wrong.json()["detail"]


def test_rows_that_changed_are_made_again(client: TestClient, sign_in: Headers) -> None:
    clerk = sign_in("clerk")
    first, second, _ = client.get("/api/documents/1/tasks", headers=clerk).json()
    client.patch(f"/api/tasks/{second['task_id']}", json={"version": 1, "changes": {"due": "1/2/2021"}}, headers=clerk)
    assert [one["due"] for one in client.get("/api/documents/1/tasks", headers=clerk).json()] == ["2020-09-20", "2021-02-01", None]
    [one] = client.get(f"/api/documents/1/tasks?only={second['task_id']}", headers=clerk).json()
    assert (one["version"], one["deadline"], one["why"][-1]["words"]) == (2, "Chậm nhất 01/02/2021", "thời hạn do người sửa nhập")
    english = {**clerk, "Cookie": "lang=en"}
    assert client.get(f"/api/documents/1/tasks?only={first['task_id']}", headers=english).json()[0]["why"][0]["words"].startswith("task taken from")
    assert client.get("/api/documents/9/tasks", headers=clerk).status_code == 404


def test_images_of_pages_become_one_file(client: TestClient, sign_in: Headers, store: Store) -> None:
    clerk, files = sign_in("clerk"), []
    for size in ((1654, 2339), (2339, 1654)):
        image = io.BytesIO()
        Image.new("L", size, 255).save(image, "PNG", dpi=(200, 200))
        files.append(("pages", ("trang.png", image.getvalue())))
    [made] = client.post("/api/imports/pages", files=files, data={"name": "C:\\quét\\thông báo.pdf"}, headers=clerk).json()
    assert (made["name"], made["state"]) == ("C:/quét/thông báo.pdf", "waiting")
    with store.engine.connect() as connection:
        data = connection.execute(select(uploads.c.data).where(uploads.c.id == made["id"])).scalar_one()
    sizes = [tuple(map(round, page.get_size())) for page in pypdfium2.PdfDocument(data)]
    assert sizes == [(595, 842), (842, 595)]
    answer = client.post("/api/imports/pages", files=[("pages", ("hỏng.png", b"x"))], data={"name": "a"}, headers=clerk)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "hỏng.png: Tệp bị hỏng. Hãy chép lại từ nơi gửi, hoặc mở ra lưu lại rồi gửi."


def test_split_merge_and_undo(client: TestClient, sign_in: Headers) -> None:
    clerk = sign_in("clerk")
    first, second, third = client.get("/api/documents/1/tasks", headers=clerk).json()
    at = first["end"] - len("gửi Thường trực trước ngày 20/9/2020.")
    left, right = client.post(f"/api/tasks/{first['task_id']}/split", json={"version": 1, "at": at}, headers=clerk).json()
    assert (left["task"], right["task"]) == ("hoàn thiện dự toán kinh phí", "gửi Thường trực")
    assert right["evidence"].startswith("gửi Thường trực")
    assert right["due"] == "2020-09-20"
    tasks = [{"task_id": one["task_id"], "version": 1} for one in (second, third)]
    merged = client.post("/api/merge", json={"document": 1, "tasks": tasks}, headers=clerk).json()
    assert merged["assignees"] == ["Ban Tổ chức", "Ban Tuyên giáo"]
    assert merged["due"] == "2020-09-25"

    def kept() -> set[str]:
        return {one["task_id"] for one in client.get("/api/documents/1/tasks", headers=clerk).json() if one["decision"] != "rejected"}

    assert kept() == {left["task_id"], right["task_id"], merged["task_id"]}
    assert client.post("/api/undo", json={"document": 1}, headers=clerk).json()["undone"] == "merge"
    assert client.post("/api/undo", json={"document": 1}, headers=clerk).json()["undone"] == "split"
    assert kept() == {first["task_id"], second["task_id"], third["task_id"]}
    assert client.post("/api/undo", json={"document": 1}, headers=clerk).status_code == 409
    entries = client.get(f"/api/tasks/{merged['task_id']}/history", headers=clerk).json()
    assert [(one["who"], one["action"]) for one in entries] == [("clerk", "merge"), ("clerk", "reject")]


def test_undo_does_not_take_back_what_another_did(client: TestClient, sign_in: Headers) -> None:
    clerk, head = sign_in("clerk"), sign_in("head")
    [task] = client.get("/api/tasks?limit=1", headers=clerk).json()["tasks"]
    address = f"/api/tasks/{task['task_id']}"
    client.patch(address, json={"version": 1, "changes": {"task": "một"}}, headers=clerk)
    client.patch(address, json={"version": 2, "changes": {"task": "hai"}}, headers=head)
    client.patch(address, json={"version": 3, "changes": {"note": "ba"}}, headers=clerk)
    assert client.post("/api/undo", json={"document": 1}, headers=clerk).json()["tasks"][0]["note"] is None
    assert client.post("/api/undo", json={"document": 1}, headers=clerk).status_code == 409
    assert client.get(address, headers=clerk).json()["task"] == "hai"


def test_reasons_in_words(client: TestClient, sign_in: Headers) -> None:
    first = client.get("/api/documents/1/tasks", headers=sign_in("reader")).json()[0]
    assert [one["words"] for one in first["why"]] == [
        "nội dung nhiệm vụ lấy ngay trong câu: “Giao Văn phòng hoàn thiện dự toán kinh phí; gửi Thường trực trước …”",
        "đơn vị chủ trì lấy từ tiêu đề mục “II.1. Nhiệm vụ các ban”",
        "thời hạn lấy ngay trong câu: “trước ngày 20/9/2020”",
    ]
    document = client.get("/api/documents/1", headers=sign_in("reader")).json()
    assert document["text"][first["start"] : first["end"]] == first["evidence"]


def test_lists_and_their_files(client: TestClient, sign_in: Headers) -> None:
    reader = sign_in("reader")

    def count(asked: str) -> int:
        return int(client.get(f"/api/tasks?{asked}", headers=reader).json()["total"])

    assert count("") == 3
    assert count("state=overdue") == 2
    assert count("body=ban tổ chức") == 1
    assert count("since=2020-09-20&until=2020-09-25") == 1
    assert count("month=2020-09") == 2
    assert count("body=không có") == 0
    lines = client.get("/api/export.csv?state=overdue", headers=reader).text.splitlines()
    assert len(lines) == 3
    for ending, head in (("xlsx", b"PK"), ("docx", b"PK"), ("ics", b"BEGIN:VCALENDAR")):
        assert client.get(f"/api/export.{ending}?body=Ban Tổ chức", headers=reader).content.startswith(head)


def test_decided_documents_become_gold(client: TestClient, sign_in: Headers, tmp_path: Path) -> None:
    head = sign_in("head")
    tasks = client.get("/api/documents/1/tasks", headers=head).json()
    assert client.get("/api/gold.jsonl", headers=head).text == ""
    changes = ({"decision": "accepted"}, {"decision": "accepted", "assignees": "Ban Tài chính; Văn phòng"}, {"decision": "rejected"})
    for task, change in zip(tasks, changes, strict=True):
        assert client.patch(f"/api/tasks/{task['task_id']}", json={"version": 1, "changes": change}, headers=head).status_code == 200
    [document] = map(json.loads, client.get("/api/gold.jsonl", headers=head).text.splitlines())
    assert [task["assignees"] for task in document["tasks"]] == [["Văn phòng"], ["Ban Tài chính", "Văn phòng"]]
    zipfile.ZipFile(io.BytesIO(client.get("/api/gold.zip", headers=head).content)).extractall(tmp_path / "gold")
    assert [gold for _, gold in gold_files(tmp_path / "gold")] == [document]
    lessons = client.get("/api/lessons", headers=head).json()
    assert lessons["total"] == {"rows": 3, "edited": 1, "rejected": 1, "needed_edit": 0.6667}
    assert lessons["by_rule"]["date.numeric"]["rows"] == 2
    assert list(lessons["by_type"]) == ["thông báo"]
