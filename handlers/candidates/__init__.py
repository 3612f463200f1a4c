"""Seeing candidates: counts by stage and cell, lists page by page, one person's card."""

from handlers.candidates.card import by_code, card_pressed
from handlers.candidates.lists import overview, pressed

__all__ = ["by_code", "card_pressed", "overview", "pressed"]
