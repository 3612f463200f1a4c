"""Rolls of meetings and of class sittings: one form, in words, by numbers and by buttons."""
