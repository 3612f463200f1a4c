"""Nobody from elsewhere gets in, and what people send never runs as a page."""

from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.sandbox import Sandbox, SandboxError
from tests.sandbox.conftest import START
from tests.sandbox.world import TOKEN, World, open_world


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "", "[", "localhost.evil"])
async def test_a_foreign_host_name_is_turned_away(world: World, host: str) -> None:
    status, answer = await world.get("/sandbox/people", headers={"Host": host})
    assert status in {400, 403}
    assert "people" not in answer


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "127.8.8.8"])
async def test_loopback_names_are_let_in(world: World, host: str) -> None:
    assert (await world.get("/sandbox/people", headers={"Host": host}))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_another_web_site_cannot_write(world: World, headers: dict[str, str]) -> None:
    status, answer = await world.post("/sandbox/people", {"platform": "telegram", "name": "X"}, headers=headers)
    assert (status, list(answer)) == (403, ["error"])
    assert len((await world.get("/sandbox/people"))[1]) == 1


async def test_the_page_itself_may_write(world: World) -> None:
    headers = {"Origin": world.url, "Sec-Fetch-Site": "same-origin"}
    assert (await world.post("/sandbox/people", {"platform": "telegram", "name": "X"}, headers=headers))[0] == 201


async def test_a_file_with_markup_in_it_comes_as_a_download(world: World) -> None:
    await world.say(file={"name": "a.html", "base64": "PHNjcmlwdD4="})
    [seen] = await world.seen()
    async with world.session.get(world.url + seen["document"]["url"]) as response:
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_the_page_allows_only_its_own_scripts(world: World) -> None:
    async with world.session.get(world.url) as response:
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]


async def test_a_restarted_sandbox_still_shows_its_conversations_and_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    async with open_world(Sandbox(MovableClock(START), path)) as world:
        await world.say(text="trước khi tắt")
        await world.say(file={"name": "a.txt", "base64": "YQ=="})
        await world.sent("Đã lưu", reply_markup={"inline_keyboard": [[{"text": "Sửa", "callback_data": "edit"}]]})
        await world.post("/sandbox/clock", {"forward": "P7D"})
        before = await world.seen()
    async with open_world(Sandbox(MovableClock(START), path)) as world:
        assert await world.seen() == before
        assert (await world.get("/sandbox/clock"))[1]["now"].startswith("2026-12-07")
        async with world.session.get(world.url + before[1]["document"]["url"]) as response:
            assert await response.read() == b"a"
        await world.say(press="Sửa")
        kinds = [sorted(update)[0] for update in await world.updates()]
        assert kinds == ["message", "message", "callback_query"]


def test_a_file_that_is_no_saved_sandbox_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    path.write_text("{")
    with pytest.raises(ValueError, match="not a saved sandbox"):
        Sandbox(MovableClock(START), path)
    assert path.read_text() == "{"


async def test_the_same_id_is_the_same_person_and_the_token_is_the_one_given(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="make one first"):
        sandbox.add_person("telegram", "A")
    assert sandbox.add_bot("telegram", "nguon_bot", TOKEN).number == 700000001
    first = sandbox.add_person("telegram", "A", person_id="tg-1005")
    assert (first.id, first.number) == ("tg-1005", 1005)
    assert sandbox.add_person("telegram", "B", person_id="tg-1005") is first
    assert sandbox.add_person("telegram", "C").number == 1006
    assert sandbox.add_bot("telegram", "nguon_bot", "5:khác").token == "5:khác"
