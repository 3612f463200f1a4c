"""openpyxl reads XML through defusedxml, also where lxml is installed: loaded before openpyxl is.

lxml would read what defusedxml refuses: a document that declares entities.
"""

from __future__ import annotations

import os

os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import DEFUSEDXML, LXML

IS_SAFE = DEFUSEDXML and not LXML
