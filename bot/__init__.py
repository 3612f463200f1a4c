"""How the service runs: configuration, command line, messengers, sending, clock, web, sandbox and demo."""

from bot import lean_imports as lean_imports  # first, before a library is loaded with more than a service needs
