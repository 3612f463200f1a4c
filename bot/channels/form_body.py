"""Parameters and files of a Bot API call as the body of an HTTP request."""

import secrets
from collections.abc import Iterator

from telegram.request import RequestData


def encode(request_data: RequestData | None) -> tuple[bytes, str]:
    """The body of a request, and its content type; both are empty when there is nothing to say.

    Files go out from memory: an open one is read here, whole.
    """
    if request_data is None:
        return b"", ""
    if not request_data.contains_files:
        return request_data.url_encoded_parameters().encode(), "application/x-www-form-urlencoded"
    boundary = secrets.token_hex(16)
    return b"".join(_multipart(request_data, boundary.encode())), f"multipart/form-data; boundary={boundary}"


def _multipart(request_data: RequestData, boundary: bytes) -> Iterator[bytes]:
    """The parts of a multipart/form-data body (RFC 7578)."""
    for name, value in request_data.json_parameters.items():
        yield b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n' % (boundary, _quoted(name))
        yield value.encode()
        yield b"\r\n"
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        yield b'--%b\r\nContent-Disposition: form-data; name="%b"; filename="%b"\r\nContent-Type: %b\r\n\r\n' % (
            boundary,
            _quoted(name),
            _quoted(filename),
            mime_type.encode(),
        )
        yield content if isinstance(content, bytes) else content.read()
        yield b"\r\n"
    yield b"--%b--\r\n" % boundary


def _quoted(name: str) -> bytes:
    """A name as browsers write it in a part's header: UTF-8, with line breaks and quotation marks escaped.

    Source: HTML standard, "multipart/form-data encoding algorithm".
    """
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22").encode()
