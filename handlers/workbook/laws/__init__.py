"""Laws that take several cells, rows or sheets to judge; each file judges one part of an organisation."""
