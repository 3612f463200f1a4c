"""How people, messages and files look from the people's side."""

from urllib.parse import quote

from bot.sandbox.durations import show_moment
from bot.sandbox.records import JSON, Button, Chat, Media, Message, PersonStatus, SandboxPerson, StoredFile
from bot.sandbox.state import State


def show_person(person: SandboxPerson, status: PersonStatus, chat_id: str) -> JSON:
    """A person as the contract has it, grown by what the page shows and by the messenger's id of the chat."""
    return {
        "id": person.id,
        "platform": person.platform,
        "name": person.name,
        "role": status.role,
        "unit": status.unit,
        "joined": status.joined,
        "bot": person.bot,
        "blocked": person.blocked,
        "started": person.started,
        "chat_id": chat_id,
    }


def show_message(state: State, message: Message) -> JSON:
    """A message as the contract has it, grown by what the chat page draws: entities, kind, place, forwarding."""
    shown: JSON = {
        "id": message.id,
        "from": "bot" if message.from_bot else "person",
        "text": message.text,
        "buttons": [[_show_button(button) for button in row] for row in message.buttons],
        "at": show_moment(message.at),
        "entities": message.entities,
    }
    if message.edited_at is not None:
        shown["edited_at"] = show_moment(message.edited_at)
    if message.forwarded:
        shown["forwarded"] = True
    if message.service:
        shown["service"] = message.service
    return shown | (_show_media(state, message.media) if message.media is not None else {})


def messages_after(state: State, chat: Chat, after: int) -> list[JSON]:
    """What was written after the message with this number, oldest first."""
    return [show_message(state, message) for message in chat.messages.values() if message.id > after]


def file_path(file: StoredFile) -> str:
    """Where a file is fetched, below the sandbox's address."""
    return f"/sandbox/files/{file.id}/{quote(file.name, safe='')}"


def _show_button(button: Button) -> JSON:
    shown: JSON = {"label": button.label, "data": button.data}
    return shown | {"url": button.url} if button.url is not None else shown


def _show_media(state: State, media: Media) -> JSON:
    if media.kind == "location":
        return {"location": {"latitude": media.latitude, "longitude": media.longitude}}
    file = state.file(media)
    url = file_path(file)
    match media.kind:
        case "photo":
            return {"photo": url, "photo_size": {"width": media.width, "height": media.height}}
        case "voice":
            return {"voice": {"url": url, "duration": media.duration}}
        case "sticker":
            return {"sticker": True}
    return {"document": {"name": file.name, "url": url, "size": file.size}}
