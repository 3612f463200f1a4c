"""Brings the rows of a workbook into the tables: one file for each part of an organisation.

The same code compares and writes, so that a preview cannot differ from what is done.
"""
