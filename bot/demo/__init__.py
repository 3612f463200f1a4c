"""The demo: both sides of the conversation on one machine, with a sample organisation."""
