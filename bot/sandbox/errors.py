"""What a person's side answers when a call cannot be carried out."""


class SandboxError(Exception):
    """One clear sentence for whoever called, and the HTTP status that goes with it."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
