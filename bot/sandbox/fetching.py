"""Fetching what a bot names by address, from this machine only."""

import aiohttp

from bot.sandbox.errors import SandboxError
from bot.sandbox.loopback import is_local_address

FETCH_WITHIN_SECONDS = 5.0
_CHUNK_BYTES = 64 * 1024


async def fetch(address: str, limit: int) -> bytes:
    """The bytes behind an http(s) address of this machine, at most `limit` of them.

    Raises:
        SandboxError: the address lies elsewhere, nothing comes in time, or it is too much.
    """
    if not is_local_address(address):
        raise SandboxError("the sandbox fetches http(s) addresses of this machine only")
    try:
        timeout = aiohttp.ClientTimeout(total=FETCH_WITHIN_SECONDS)
        # Redirects are not followed: one could lead away from this machine.
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(address, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise SandboxError(f"the address answers {response.status}")
            return await _read(response, limit)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise SandboxError("the address cannot be reached") from error


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        data += chunk
        if len(data) > limit:
            raise SandboxError(f"what stands there is larger than {limit // 1024 // 1024} MB")
    return bytes(data)
