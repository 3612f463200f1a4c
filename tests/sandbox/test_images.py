"""Pictures are recognised by their own bytes, and nothing else passes for one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.images import read_picture
from tests.sandbox.pictures import png

GIF = b"GIF89a" + (320).to_bytes(2, "little") + (200).to_bytes(2, "little") + b"\x00\x00\x00;"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9 + b"\xff\xc0\x00\x11\x08\x00\xc8\x01\x40\x03" + b"\x00" * 9
WEBP_PLAIN = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + b"\x40\x01\xc8\x00"
WEBP_LOSSLESS = (
    b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + (319 | 199 << 14).to_bytes(4, "little") + b"\x00" * 9
)
WEBP_EXTENDED = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + b"\x3f\x01\x00\xc7\x00\x00"


def test_every_kind_tells_its_type_and_size() -> None:
    heads = (png(320, 200), GIF, JPEG, WEBP_PLAIN, WEBP_LOSSLESS, WEBP_EXTENDED)
    pictures = [read_picture(head) for head in heads]
    assert [(picture.width, picture.height) for picture in pictures if picture] == [(320, 200)] * 6
    assert [picture.suffix for picture in pictures if picture] == ["png", "gif", "jpg", "webp", "webp", "webp"]


@given(
    st.sampled_from([b"", GIF[:6], JPEG[:4], JPEG[:22], WEBP_PLAIN[:16], png()[:16], b"%PDF-1.7", b"<svg/>"]),
    st.binary(),
)
def test_other_bytes_are_no_picture_or_a_picture_with_a_size(head: bytes, rest: bytes) -> None:
    picture = read_picture(head + rest)
    assert picture is None or (picture.width > 0 and picture.height > 0)
    assert read_picture(head) is None
