"""What a person does, in a real browser on a real server."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest

from tests.web import samples
from tests.web.filled import fill
from tests.web.running import NGINX, ROLES, Running, free_port, nginx, server

Visit = Callable[..., Any]

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with accounts and a notice that was not read by it."""
    path = tmp_path_factory.mktemp("desk") / "tasks.sqlite"
    fill(path).close()
    fill(path, name="tb-216").close()
    with server(path, accounts=True) as running:
        yield running


def _import(page: Any, name: str, data: bytes) -> str:
    page.set_input_files("[data-test=files]", [{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    line = page.locator(".uploads li", has_text=name).first
    line.locator(".said", has_text="nhập").or_(line.locator(".said", has_text="không đọc được")).wait_for(timeout=240_000)
    return str(line.locator(".said").inner_text())


@pytest.mark.slow
def test_from_a_typed_notice_to_the_list(office: Running, visit: Visit) -> None:
    page = visit(office, login="clerk")
    assert "đã nhập, 5 nhiệm vụ" in _import(page, "giao-ban.txt", samples.TYPED.encode())
    assert "đã có sẵn" in _import(page, "cung-noi-dung.txt", samples.TYPED.encode())
    assert "Tệp rỗng" in _import(page, "rong.docx", b" ")
    page.click(".documents a >> text=215/TB-LĐLĐ")
    row = page.locator(".row", has_text="rà soát danh sách")
    row.locator(".choose").click()
    assert page.locator(".on").all_inner_texts()[0].startswith("Giao")
    assert "đơn vị chủ trì lấy ngay trong câu: “Ban Tổ chức”" in row.locator(".why").inner_text()
    row.locator("[data-field=due]").fill("28/9/2020")
    names = row.locator("[data-field=coordinators]")
    names.press_sequentially("ban tài ch")
    page.locator(".offers li", has_text="Ban Tài chính").first.wait_for()
    names.press("ArrowDown")
    names.press("Enter")
    assert "Ban Tài chính" in names.input_value()
    names.press("Control+Enter")
    page.locator(".said", has_text="Đã lưu").wait_for()
    page.evaluate(
        """() => {
          const part = [...document.querySelectorAll('.notice-text span')].find((one) => one.textContent.includes('thăm hỏi'));
          const range = document.createRange(), at = part.firstChild.data.indexOf('hoàn thành tốt');
          range.setStart(part.firstChild, at); range.setEnd(part.firstChild, at + 'hoàn thành tốt kế hoạch thăm hỏi đoàn viên'.length);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          part.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
        }"""
    )
    page.locator("button.new:not(:disabled)").click()
    page.locator(".row.chosen", has_text="hoàn thành tốt kế hoạch thăm hỏi đoàn viên").wait_for(timeout=90_000)
    page.goto(office.url + "/lists?search=rà soát danh sách")
    cell = page.locator(".ag-cell.late-cell", has_text="28/9/2020")
    cell.wait_for()
    assert cell.evaluate("one => getComputedStyle(one).color") == "rgb(166, 28, 28)"
    with page.expect_download() as download:
        page.click(".exports a >> text=xlsx")
    assert zipfile.is_zipfile(io.BytesIO(Path(download.value.path()).read_bytes()))


@pytest.mark.slow
def test_a_row_by_keyboard_from_the_text(office: Running, visit: Visit) -> None:
    page = visit(office, login="clerk")
    assert "đã nhập" in _import(page, "phím.txt", samples.TYPED.replace("215/TB", "216/TB").encode())
    page.click(".documents a >> text=216/TB-LĐLĐ")
    page.locator(".row.chosen").wait_for()
    page.locator(".notice-text").focus()
    for _ in range(40):
        page.keyboard.press("[")
        if "thăm hỏi đoàn viên" in page.locator("[role=status].said").inner_text():
            break
    page.keyboard.press("n")
    page.locator(".row.chosen", has_text="thăm hỏi đoàn viên").wait_for(timeout=90_000)
    assert page.evaluate("document.activeElement.dataset.field") == "task"


@pytest.mark.slow
def test_a_folder_is_dropped(office: Running, visit: Visit, tmp_path: Path) -> None:
    inner = tmp_path / "thang-9" / "con"
    inner.mkdir(parents=True)
    (inner / "mot.txt").write_text(samples.TYPED.replace("215/TB", "301/TB"), encoding="utf-8")
    (inner.parent / "hai.txt").write_text(samples.TYPED.replace("215/TB", "302/TB"), encoding="utf-8")
    (inner.parent / "hong.pdf").write_bytes(b"%PDF-1.7 hong")
    page = visit(office, login="clerk")
    place = page.locator(".drop").bounding_box()
    data = {"items": [], "files": [str(inner.parent)], "dragOperationsMask": 1}
    mouse = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": place["x"] + 50, "y": place["y"] + 20, "data": data})
    for name, said in (("thang-9/con/mot.txt", "đã nhập, 5 nhiệm vụ"), ("thang-9/hai.txt", "đã nhập, 5 nhiệm vụ"), ("thang-9/hong.pdf", "Tệp bị hỏng")):
        page.locator(".uploads li", has_text=name).locator(".said", has_text=said).wait_for(timeout=120_000)
    assert page.locator(".documents a", has_text="301/TB-LĐLĐ").count() == 1


@pytest.mark.slow
def test_images_of_pages_become_one_document(office: Running, visit: Visit) -> None:
    page = visit(office, login="clerk")
    sheets = (samples.PAGE, ("3. Giao Văn phòng tổng hợp kết quả trước ngày 30/4/2021.", "4. Giao Ban Quản lý rừng lập sổ theo dõi."))
    files = []
    for i, lines in enumerate(sheets, 1):
        image = io.BytesIO()
        samples.page_image(tuple(line.replace("88/TB", "89/TB") for line in lines)).save(image, "PNG", dpi=(200, 200))
        files.append({"name": f"chup trang {i}.png", "mimeType": "image/png", "buffer": image.getvalue()})
    page.set_input_files("[data-test=files]", files[::-1])
    page.locator("dialog[open] li").nth(1).wait_for()
    assert page.locator("dialog[open] li").all_inner_texts() == ["chup trang 1.png", "chup trang 2.png"]
    page.click("dialog[open] button.primary")
    page.locator(".uploads li", has_text="chup.pdf").locator(".said", has_text="đã nhập").wait_for(timeout=180_000)
    page.click(".documents a >> text=89/TB-UBND")
    page.locator(".row", has_text="tổng hợp kết quả").locator(".choose").click()
    page.locator('.page[data-page="2"] .box').first.wait_for()


@pytest.mark.slow
def test_the_files_hold_what_is_shown(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/lists?search=rà soát", login="reader")
    page.locator(".ag-row").first.wait_for()
    shown = int(page.locator(".tabs strong").inner_text().split()[0])
    assert shown == 2
    for ending in ("xlsx", "docx", "pdf", "ics"):
        with page.expect_download(timeout=120_000) as download:
            page.click(f".exports a >> text={ending}")
        assert _count(ending, Path(download.value.path()).read_bytes()) == shown, ending
    page.click(".tabs a >> text=Biểu đồ")
    page.locator("canvas").wait_for()
    page.locator("th", has_text="Ban Tổ chức").wait_for()
    page.goto(desk.url + "/lists?view=calendar&month=2020-09")
    late = page.locator(".calendar a.late", has_text="rà soát").first
    assert late.evaluate("one => getComputedStyle(one).color") == "rgb(166, 28, 28)"
    late.click()
    page.locator(".row.chosen", has_text="rà soát").wait_for()


def _count(ending: str, data: bytes) -> int:
    """How many of the tasks of our notice a file holds."""
    words = "rà soát danh sách đoàn viên"
    if ending == "xlsx":
        cells = (str(cell or "") for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows(values_only=True) for cell in row)
        return sum(words in cell.lower() for cell in cells)
    if ending == "docx":
        document = docx.Document(io.BytesIO(data))
        return sum(words in cell.text.lower() for table in document.tables for row in table.rows for cell in row.cells)
    if ending == "pdf":
        pages = pypdfium2.PdfDocument(data)
        text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
        return text.lower().count("rà soát danh sách")
    return data.decode().count("BEGIN:VEVENT")


def test_on_a_phone(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/review/2", login="clerk", width=390, height=844)
    page.locator(".row.chosen").wait_for()
    page.click(".phone-switch button >> text=Văn bản")
    page.locator(".notice-text .evidence", has_text="đăng tải").first.click()
    page.click(".phone-switch button >> text=Nhiệm vụ")
    page.locator(".row.chosen", has_text="đăng tải").locator("button.good").click()
    page.locator(".row.accepted", has_text="đăng tải").wait_for()
    page.locator("button", has_text="Hoàn tác").click()
    page.locator(".row.proposed", has_text="đăng tải").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_a_scan_shows_its_page_with_the_evidence_boxed(office: Running, visit: Visit) -> None:
    page = visit(office, login="clerk")
    assert "đã nhập" in _import(page, "ban-quet.pdf", samples.scan(2))
    page.click(".documents a >> text=88/TB-UBND")
    row = page.locator(".row", has_text="bố trí kinh phí")
    row.locator(".choose").click()
    box = page.locator(".box").first
    box.wait_for()
    place = box.evaluate("one => [one.offsetTop / one.parentElement.offsetHeight, one.offsetWidth / one.parentElement.offsetWidth]")
    assert place[0] == pytest.approx((200 + 74 * 8) / 2339, abs=0.02)
    assert 0.3 < place[1] < 0.9
    page.wait_for_function("document.querySelector('.page img').naturalWidth > 800")


def test_each_role_sees_its_own_pages(desk: Running, visit: Visit) -> None:
    seen = {"reader": 2, "clerk": 2, "head": 4, "admin": 5}
    for role in ROLES:
        page = visit(desk, "/lists", login=role)
        page.locator(".ag-row").first.wait_for()
        assert page.locator(".top nav a").count() == seen[role]
        page.goto(desk.url + "/users")
        page.locator("h1").wait_for()
        assert page.url.endswith("/users") == (role == "admin")
        page.goto(desk.url + "/")
        page.locator(".documents td").first.wait_for()
        assert page.locator(".drop").count() == (role != "reader")
        page.goto(desk.url + "/review/1")
        page.locator(".row.chosen .fields").wait_for()
        assert page.locator(".good").count() == (role != "reader")
        assert page.locator("[data-field=task]").is_disabled() == (role == "reader")


def test_reload_in_mid_edit_loses_nothing(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/review/1", login="clerk")
    page.locator(".row", has_text="đăng tải").locator(".choose").click()
    page.locator("[data-field=task]").fill("đăng tải kết quả, chưa xong")
    page.reload()
    page.locator(".chip.unsaved").wait_for()
    assert page.locator("[data-field=task]").input_value() == "đăng tải kết quả, chưa xong"
    page.context.set_offline(True)
    page.locator("[data-field=product]").fill("bài viết")
    page.locator("[data-field=product]").press("Control+Enter")
    page.locator(".notice", has_text="Mất kết nối").wait_for()
    page.context.set_offline(False)
    page.locator("[data-field=product]").press("Control+Enter")
    page.locator(".said", has_text="Đã lưu").wait_for()
    assert page.locator(".chip.unsaved").count() == 0


def test_the_second_person_is_told(desk: Running, visit: Visit) -> None:
    one, two = visit(desk, "/review/1", login="clerk"), visit(desk, "/review/1", login="head")
    for page in (one, two):
        page.locator(".row", has_text="hoàn thiện dự toán").locator(".choose").click()
    two.locator("[data-field=due]").fill("1/12/2020")
    one.locator("[data-field=due]").fill("1/11/2020")
    one.locator("[data-field=due]").press("Control+Enter")
    one.locator(".said", has_text="Đã lưu").wait_for()
    told = two.locator(".conflict")
    told.wait_for()
    assert "clerk vừa sửa dòng này" in told.inner_text()
    assert "01/11/2020" in told.inner_text()
    assert two.locator("[data-field=due]").input_value() == "1/12/2020"
    told.locator("button.primary").click()
    two.locator(".said", has_text="Đã lưu").wait_for()
    one.locator(".row .due", has_text="01/12/2020").wait_for()
    one.keyboard.press("Escape")
    one.keyboard.press("h")
    one.locator(".history li").nth(1).wait_for()
    assert [line.split(" · ")[0] for line in one.locator(".history li").all_inner_texts()] == ["head", "clerk"]


def test_everything_by_keyboard(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/review/1", login="head")
    page.locator(".row.chosen").wait_for()
    assert "rà soát" in page.locator(".row").first.inner_text(), "low confidence first"
    page.locator("body").press("?")
    page.locator("dialog[open]").wait_for()
    page.locator("body").press("Escape")
    page.locator("dialog[open]").wait_for(state="hidden")
    page.locator("body").press("a")
    page.locator(".row.accepted", has_text="rà soát").wait_for()
    page.locator("body").press("u")
    page.locator(".row.proposed", has_text="rà soát").wait_for()
    page.locator("body").press("e")
    assert page.evaluate("document.activeElement.dataset.field") == "task"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "choose"
    page.keyboard.press("]")
    first = page.locator("[role=status].said").inner_text()
    page.keyboard.press("}")
    page.locator(".new:not(:disabled)").wait_for()
    assert page.locator(".cursor").all_inner_texts()
    assert page.locator("[role=status].said").inner_text() != first


def test_split_and_merge_by_keyboard_and_back(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/review/2", login="clerk")
    rows = page.locator(".row:not(.rejected)")
    page.locator(".row.chosen").wait_for()
    page.locator(".row", has_text="hoàn thiện dự toán").locator(".choose").click()
    page.keyboard.press("s")
    page.locator(".cuts button").first.focus()
    page.keyboard.press("Enter")
    page.locator(".row.rejected", has_text="hoàn thiện dự toán").wait_for()
    assert rows.count() == 4
    page.keyboard.press("u")
    page.locator("[role=status].said", has_text="Đã hoàn tác").wait_for()
    assert rows.count() == 3
    page.locator("select").first.select_option("text")
    for words in ("rà soát danh sách", "đăng tải"):
        page.locator(".row.proposed", has_text=words).locator(".choose").click()
        page.keyboard.press("x")
    page.keyboard.press("m")
    page.locator(".row.chosen", has_text="rà soát danh sách đoàn viên; đăng tải kết quả thi đua").wait_for()
    assert rows.count() == 2
    page.keyboard.press("u")
    page.locator("[role=status].said", has_text="Đã hoàn tác").wait_for()
    assert rows.count() == 3


def test_english_by_a_switch(desk: Running, visit: Visit) -> None:
    page = visit(desk, "/lists?state=overdue", login="reader")
    page.click(".top a >> text=English")
    page.locator("h1", has_text="Lists").wait_for()
    assert page.url.endswith("/lists?state=overdue")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_behind_a_prefix(tmp_path: Path, visit: Visit) -> None:
    fill(tmp_path / "tasks.sqlite").close()
    with server(tmp_path / "tasks.sqlite", accounts=True, prefix="/nhiem-vu") as running:
        page = visit(running, "/review/1", login="clerk")
        page.locator(".row.chosen").wait_for()
        assert "/nhiem-vu/review/1" in page.url
        page.click(".top nav a >> text=Danh mục")
        page.locator(".ag-row").first.wait_for()


@pytest.mark.skipif(not NGINX, reason="nginx is not installed (apt-get install nginx-light)")
def test_behind_nginx(tmp_path: Path, visit: Visit) -> None:
    fill(tmp_path / "tasks.sqlite").close()
    inner, outer = free_port(), free_port()
    public = f"http://127.0.0.1:{outer}/nhiem-vu"
    with nginx(tmp_path, outer, inner, "/nhiem-vu"), server(tmp_path / "tasks.sqlite", accounts=True, port=inner, public=public) as running:
        page = visit(replace(running, url=public), "/review/1", login="clerk")
        page.locator(".row.chosen .fields").wait_for()
        page.fill("[data-field=note]", "qua máy chủ trung gian")
        page.locator("[data-field=note]").press("Control+Enter")
        page.locator(".said", has_text="Đã lưu").wait_for()
        page.wait_for_function("window.socket && window.socket.connected && window.socket.io.engine.transport.name === 'websocket'")
        page.click(".top nav a >> text=Danh mục")
        page.locator(".ag-row").first.wait_for()
        with page.expect_download() as download:
            page.click(".exports a >> text=xlsx")
        assert zipfile.is_zipfile(io.BytesIO(Path(download.value.path()).read_bytes()))
        outside = [line for line in (tmp_path / "access.log").read_text().splitlines() if '"GET /nhiem-vu' not in line and "/nhiem-vu/" not in line]
    assert not outside, "every request goes by the prefix"


@pytest.mark.slow
def test_five_thousand_rows_and_a_long_document(tmp_path: Path, visit: Visit) -> None:
    fill(tmp_path / "tasks.sqlite", 5000, "rat-dai").close()
    with server(tmp_path / "tasks.sqlite", accounts=True) as running:
        page = visit(running, "/lists", login="reader")
        page.locator(".ag-row").first.wait_for()
        assert "5000 nhiệm vụ" in page.locator(".tabs").inner_text()
        page.locator(".ag-body-viewport").evaluate("one => (one.scrollTop = one.scrollHeight)")
        page.locator('.ag-row[row-index="4999"]').wait_for()


@pytest.mark.slow
def test_forty_scanned_pages(office: Running, visit: Visit) -> None:
    page = visit(office, login="head")
    page.set_input_files("[data-test=files]", [{"name": "bon-muoi.pdf", "mimeType": "application/pdf", "buffer": samples.scan(40)}])
    line = page.locator(".uploads li", has_text="bon-muoi.pdf").first
    line.locator(".said", has_text="/40").wait_for(timeout=240_000)
    line.locator(".said", has_text="đã nhập").wait_for(timeout=600_000)
    line.locator("a").click()
    page.locator(".row", has_text="Tổ công tác số 40").locator(".choose").click()
    page.locator('.page[data-page="40"] .box').first.wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_nothing_serious_for_axe(desk: Running, visit: Visit, size: tuple[int, int]) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not there (npm install --prefix tests/web)")
    page = visit(desk, "/login", width=size[0], height=size[1])
    found = {"/login": _axe(page)}
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "mật khẩu thử 123")
    page.click("button.primary")
    page.locator(".documents td").first.wait_for()
    for path, ready in (("/", ".documents td"), ("/review/1", ".row.chosen .fields"), ("/lists", ".ag-row"),
                        ("/lists?view=calendar&month=2020-09", ".calendar"),
                        ("/lists?view=chart", "canvas"), ("/learning", "h1"), ("/users", ".accounts tr"), ("/audit", "td")):  # fmt: skip
        page.goto(desk.url + path)
        page.locator(ready).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], f"{path} is wider than the screen"
        found[path] = _axe(page)
    assert not {path: told for path, told in found.items() if told}


def _axe(page: Any) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in results["violations"] if one["impact"] in ("serious", "critical")]
