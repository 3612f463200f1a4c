"""A photograph of a paper roll, sent as people send photographs: as a picture of the messenger."""

from __future__ import annotations

import io
from datetime import UTC

import pytest
from PIL import Image
from sqlalchemy import select

from models.classes import RollPhoto
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, add_course
from tests.support.meetings import local


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return file.getvalue()


@pytest.mark.not_on_zalo("sends a picture")
async def test_a_picture_that_a_messenger_brings_is_kept_with_its_roll(cast: Cast) -> None:
    add_course(cast.database, {1: [local("2026-12-12", "14:30")]}, booked={LAM: [0]}, capacity=60)
    cast.clock.moment = local("2026-12-12", "18:30").astimezone(UTC)
    await cast.quang.says("điểm danh đủ")
    await cast.quang.says("lưu")
    assert "Xin gửi ảnh điểm danh giấy" in await cast.quang.presses("Kèm ảnh điểm danh giấy")
    assert "tự xóa sau 90 ngày" in await cast.quang.sends_file("", _picture())
    with cast.database.read() as session:
        (photo,) = session.scalars(select(RollPhoto))
        assert Image.open(io.BytesIO(photo.content)).size == (40, 30)


@pytest.mark.not_on_zalo("sends a picture")
async def test_a_picture_that_nobody_asked_for_is_not_even_fetched(cast: Cast) -> None:
    assert "không được gửi qua ứng dụng nhắn tin" in await cast.trinh.sends_file("", _picture())
    assert await cast.exchange.files_fetched() == 0
