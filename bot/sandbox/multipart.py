"""Form bodies with files in them: multipart/form-data (RFC 7578), read from memory."""

import re
from dataclasses import dataclass
from email.message import Message as HeaderBlock
from email.parser import HeaderParser
from urllib.parse import unquote

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    """One file of a form: its name as sent, its declared type, its bytes."""

    name: str
    mime_type: str
    data: bytes


def read_multipart(content_type: str, body: bytes) -> dict[str, str | Upload]:
    """The fields and files of a form by name.

    Raises:
        ValueError: the body is not what its content type says.
    """
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise ValueError("the content type names no boundary")
    delimiter = b"\r\n--" + (match[1] or match[2]).encode()
    # A leading line end lets the first delimiter be found like all the others.
    preamble, *parts = (b"\r\n" + body).split(delimiter)
    if preamble.strip() or not parts or not parts[-1].startswith(b"--"):
        raise ValueError("the form is cut off or malformed")
    return dict(_read_part(part) for part in parts[:-1])


def _read_part(part: bytes) -> tuple[str, str | Upload]:
    head, separator, data = part.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode("utf-8", "surrogateescape").lstrip("\r\n"), headersonly=True)
    name = headers.get_param("name", header="content-disposition")
    if not separator or not isinstance(name, str):
        raise ValueError("a part of the form has no name")
    file_name = _file_name(headers)
    if file_name is None:
        return name, data.decode("utf-8")
    return name, Upload(file_name, headers.get_content_type(), data)


def _file_name(headers: HeaderBlock) -> str | None:
    value = headers.get_param("filename", header="content-disposition")
    if isinstance(value, tuple):  # RFC 2231: filename*=utf-8''…
        charset, _, quoted = value
        return unquote(quoted, encoding=charset or "utf-8") if "%" in quoted else quoted
    if value is None:
        return None
    # aiohttp and httpx both write raw or percent-quoted UTF-8 here.
    return unquote(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
