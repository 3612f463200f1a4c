"""What a person attaches, as the sandbox keeps it."""

from bot.sandbox.actions import SendDocument, SendLocation, SendPhoto, SendSticker, SendVoice
from bot.sandbox.errors import SandboxError
from bot.sandbox.images import read_picture
from bot.sandbox.records import Media
from bot.sandbox.state import State

OPUS_BYTES_PER_SECOND = 2_000  # speech at about 16 kbit/s
STICKER_SIDE_PIXELS = 512
# The smallest WebP there is: one pixel. A sticker needs some file behind it.
_STICKER = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
_MIME_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def keep_attachment(state: State, action: SendDocument | SendPhoto | SendVoice | SendSticker | SendLocation) -> Media:
    """Store the bytes of what a person sends.

    Raises:
        SandboxError: a picture is none.
    """
    match action:
        case SendDocument():
            return Media("document", state.add_file(action.name, _mime_type(action.name), action.data).id)
        case SendPhoto():
            media = keep_picture(state, action.data)
            if media is None:
                raise SandboxError("The picture must be a PNG, JPEG, GIF or WebP.")
            return media
        case SendVoice():
            return keep_voice(state, action.data)
        case SendSticker():
            return keep_sticker(state)
        case SendLocation():
            return Media("location", latitude=action.latitude, longitude=action.longitude)


def keep_picture(state: State, data: bytes) -> Media | None:
    """Store a picture; None when the bytes are no PNG, JPEG, GIF or WebP."""
    picture = read_picture(data)
    if picture is None:
        return None
    file = state.add_file(f"photo.{picture.suffix}", picture.mime_type, data)
    return Media("photo", file.id, picture.width, picture.height)


def keep_voice(state: State, data: bytes) -> Media:
    file = state.add_file("voice.ogg", "audio/ogg", data)
    return Media("voice", file.id, duration=max(1, len(data) // OPUS_BYTES_PER_SECOND))


def keep_sticker(state: State) -> Media:
    file = state.add_file("sticker.webp", "image/webp", _STICKER)
    return Media("sticker", file.id, width=STICKER_SIDE_PIXELS, height=STICKER_SIDE_PIXELS)


def _mime_type(name: str) -> str:
    return _MIME_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
