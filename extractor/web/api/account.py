"""Signing in and out, users, and who did what."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from extractor.store import StoreError
from extractor.store.users import SHORTEST, Role, User
from extractor.web.access import NEEDS, may
from extractor.web.sessions import LONGEST, Session
from extractor.web.state import COOKIE, Web, needs, web_of

router = APIRouter(tags=["account"])

Login = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s\x00]+$")]
LoginPath = Annotated[str, Path(min_length=1, max_length=64)]
Password = Annotated[str, Field(min_length=SHORTEST, max_length=200)]


class Strict(BaseModel):
    """A body that holds what is named and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Credentials(Strict):
    """Who signs in."""

    login: Annotated[str, Field(max_length=64)]
    password: Annotated[str, Field(max_length=200)]


class NewPassword(Strict):
    """One's own new password, with the present one."""

    old: Annotated[str, Field(max_length=200)]
    new: Password


class NewUser(Strict):
    """An account to be made."""

    login: Login
    name: Annotated[str, Field(max_length=200)] = ""
    password: Password
    role: Role


class UserChange(Strict):
    """What is to be changed in an account."""

    role: Role | None = None
    active: bool | None = None
    password: Password | None = None


class Me(BaseModel):
    """Who is signed in and what they may do; ``csrf`` goes into the header X-CSRF-Token of every change, ``token`` serves programs as a bearer token."""

    login: str
    name: str
    role: Role
    permissions: list[str]
    csrf: str
    token: str | None = None


def me(session: Session, token: str | None = None) -> Me:
    """What a session is told of itself."""
    user = session.user
    allowed = [permission for permission in NEEDS if may(user, permission)]
    return Me(login=user.login, name=user.name, role=user.role, permissions=list(allowed), csrf=session.csrf, token=token)


@router.post("/session", responses={401: {}, 429: {}})
def sign_in(credentials: Credentials, request: Request, response: Response) -> Me:
    """Sign in. The answer sets the page's cookie and holds a bearer token for programs."""
    web = web_of(request)
    if web.local is not None:
        return me(web.local)
    address = request.client.host if request.client else ""
    login = credentials.login.strip().lower()
    wait = max(web.brake_login.wait(f"{login} {address}"), web.brake_address.wait(address))
    if wait:
        raise HTTPException(429, "sai quá nhiều lần; hãy chờ vài phút rồi thử lại", {"Retry-After": str(int(wait) + 1)})
    # A failure is counted before the answer is known: those who ask many times at once are counted as well.
    web.brake_login.fail(f"{login} {address}")
    web.brake_address.fail(address)
    with web.hashing:
        user = web.store.users.authenticate(login, credentials.password)
    if user is None:
        web.note(login, "sign-in failed", "", request)
        raise HTTPException(401, "tên đăng nhập hoặc mật khẩu không đúng")
    web.brake_login.forget(f"{login} {address}")
    web.brake_address.forget(address)
    web.note(user.login, "sign-in", "", request)
    return _entered(web, user, response)


def _entered(web: Web, user: User, response: Response) -> Me:
    """A new session, told to the browser by its cookie and to programs by the answer."""
    token, session = web.sessions.open(user)
    response.set_cookie(COOKIE, token, max_age=LONGEST, path=web.settings.prefix or "/", httponly=True, samesite="lax", secure=web.settings.secure)
    return me(session, token)


@router.get("/session", responses={401: {}})
def who_am_i(session: Annotated[Session, Depends(needs("read"))]) -> Me:
    """Who is signed in."""
    return me(session)


@router.delete("/session", status_code=204, responses={401: {}, 403: {}})
def sign_out(request: Request, session: Annotated[Session, Depends(needs("read"))]) -> Response:
    """Sign out: the session ends."""
    web = web_of(request)
    token = request.headers.get("authorization", "").partition(" ")[2].strip() if session.by_token else request.cookies.get(COOKIE)
    if token and web.local is None:
        web.sessions.close(token)
        web.note(session.user.login, "sign-out", "", request)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, path=web.settings.prefix or "/")
    return answer


@router.post("/session/password", responses={401: {}, 403: {}, 409: {}, 429: {}})
def own_password(change: NewPassword, request: Request, response: Response, session: Annotated[Session, Depends(needs("read"))]) -> Me:
    """Give oneself a new password; every other session of one's own ends, and the answer holds a new one."""
    web = web_of(request)
    if web.local is not None:
        raise HTTPException(409, "máy chủ đang chạy không có tài khoản")
    login = session.user.login
    if web.brake_login.wait(f"{login} password"):
        raise HTTPException(429, "sai quá nhiều lần; hãy chờ vài phút rồi thử lại")
    web.brake_login.fail(f"{login} password")
    with web.hashing:
        if web.store.users.authenticate(login, change.old) is None:
            raise HTTPException(409, "mật khẩu hiện nay không đúng")
        web.store.users.set_password(login, change.new)
    web.brake_login.forget(f"{login} password")
    web.sessions.close_all(login)
    web.note(login, "own password", "", request)
    return _entered(web, session.user, response)


@router.get("/users", responses={401: {}, 403: {}})
def all_users(request: Request, _: Annotated[Session, Depends(needs("users"))]) -> list[dict[str, Any]]:
    """Every account."""
    return [{"login": user.login, "name": user.name, "role": user.role, "active": user.active} for user in web_of(request).store.users.all()]


@router.post("/users", status_code=201, responses={401: {}, 403: {}, 409: {}})
def add_user(new: NewUser, request: Request, session: Annotated[Session, Depends(needs("users"))]) -> dict[str, Any]:
    """Make an account. On a machine without accounts the first one is made by `extractor users add`."""
    web = web_of(request)
    if web.local is not None:
        raise HTTPException(409, "máy chủ đang chạy không có tài khoản; tạo tài khoản đầu tiên bằng lệnh: extractor users add")
    try:
        with web.hashing:
            user = web.store.users.add(new.login, new.name, new.password, new.role)
    except StoreError as error:
        raise HTTPException(409, str(error)) from error
    web.note(session.user.login, "user added", f"{user.login} {user.role}", request)
    return {"login": user.login, "name": user.name, "role": user.role, "active": user.active}


@router.patch("/users/{login}", responses={401: {}, 403: {}, 404: {}, 409: {}})
def change_user(login: LoginPath, change: UserChange, request: Request, session: Annotated[Session, Depends(needs("users"))]) -> dict[str, Any]:
    """Change an account's role or password, shut it out or let it in again; a new password and shutting out end its sessions."""
    web = web_of(request)
    if web.store.users.get(login) is None:
        raise HTTPException(404, f"không có tài khoản {login}")
    try:
        _change(web, login, change)
    except StoreError as error:
        raise HTTPException(409, str(error)) from error
    said = ", ".join(f"{key}={value}" for key, value in change.model_dump(exclude_none=True, exclude={"password"}).items())
    web.note(session.user.login, "user changed", f"{login} {said}{' password' if change.password else ''}", request)
    user = web.store.users.get(login)
    if user is None:
        raise HTTPException(404, f"không có tài khoản {login}")
    return {"login": user.login, "name": user.name, "role": user.role, "active": user.active}


def _change(web: Web, login: str, change: UserChange) -> None:
    if change.role is not None:
        web.store.users.set_role(login, change.role)
    if change.active is not None:
        web.store.users.set_active(login, change.active)
    if change.password is not None:
        with web.hashing:
            web.store.users.set_password(login, change.password)
    if change.password is not None or change.active is False:
        web.sessions.close_all(login)


@router.get("/audit", responses={401: {}, 403: {}})
def who_did_what(request: Request, _: Annotated[Session, Depends(needs("audit"))], limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> list[dict[str, Any]]:
    """Who signed in or failed to, sent in files, changed rows, took lists or gold away or managed accounts, the last one first."""
    return web_of(request).audit(limit)
