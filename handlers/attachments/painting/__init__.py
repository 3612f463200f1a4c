"""Paints pictures from shapes: what every picture shares."""
