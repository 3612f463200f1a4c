"""The source strings in which findings are told to people."""

from __future__ import annotations

from handlers.locales import N_
from handlers.workbook.findings import FaultKind, IgnoredKind, MendingKind
from handlers.workbook.layout import SheetKind

MENDINGS = {
    MendingKind.SPACES: N_("superfluous spaces: {count}"),
    MendingKind.UNICODE: N_("separate accents: {count}"),
    MendingKind.CAPITALS: N_("capital letters: {count}"),
    MendingKind.DATE_FORMAT: N_("dates written as text: {count}"),
    MendingKind.DATE_NUMBER: N_("dates written as a number of days: {count}"),
    MendingKind.PHONE_ZERO: N_("telephone numbers without the leading zero: {count}"),
    MendingKind.PHONE_FORMAT: N_("telephone numbers with spaces, dots or +84: {count}"),
    MendingKind.YES_NO: N_("ways of writing yes and no: {count}"),
    MendingKind.WORDING: N_("other words for the same: {count}"),
    MendingKind.NUMBER_AS_TEXT: N_("numbers written as text: {count}"),
    MendingKind.PERCENT: N_("percentages: {count}"),
    MendingKind.CODE: N_("codes: {count}"),
    MendingKind.NAME_FOR_CODE: N_("names in place of codes: {count}"),
    MendingKind.NOTHING: N_("dashes for empty cells: {count}"),
}

FAULTS = {
    FaultKind.MISSING: N_("the cell is empty."),
    FaultKind.FORMULA: N_("“{found}” is a formula."),
    FaultKind.ERROR_VALUE: N_("“{found}” is an error value."),
    FaultKind.TOO_LONG: N_("“{found}” is too long."),
    FaultKind.UNUSUAL_VALUE: N_("“{found}” does not belong here."),
    FaultKind.NOT_A_DATE: N_("“{found}” is not a real date."),
    FaultKind.UNCLEAR_DATE: N_("“{found}” may be a date of two centuries."),
    FaultKind.IN_THE_FUTURE: N_("“{found}” lies in the future."),
    FaultKind.BACKWARDS: N_("“{found}” is before the date that comes first."),
    FaultKind.TOO_YOUNG: N_("“{found}”: the person was not yet 18."),
    FaultKind.DOUBLED: N_("“{found}” occurs twice."),
    FaultKind.UNKNOWN_CODE: N_("“{found}” is not known."),
    FaultKind.UNKNOWN_CREW: N_("“{found}” is not a crew of this shift system."),
    FaultKind.NOT_OFFICIAL: N_("“{found}” is on probation and cannot help yet."),
    FaultKind.ABOVE_ITSELF: N_("“{found}” stands below this unit itself."),
    FaultKind.SECOND_SECRETARY: N_("“{found}” would be a second secretary."),
    FaultKind.OTHER_KIND: N_("“{found}” is the code of a member."),
    FaultKind.MISSING_COLUMN: N_("a column is missing."),
    FaultKind.DOUBLED_COLUMN: N_("the column “{found}” occurs twice."),
    FaultKind.MISSING_HEADINGS: N_("no row of headings within the first ten rows."),
    FaultKind.DOUBLED_SHEET: N_("a second sheet of the same list."),
    FaultKind.NO_SHEET: N_("no sheet of this file is known."),
    FaultKind.TOO_MANY_ROWS: N_("too many rows."),
    FaultKind.TOO_MANY_COLUMNS: N_("too many columns."),
    FaultKind.TOO_MANY_FAULTS: N_("too many faults."),
}

IGNORED = {
    IgnoredKind.SHEET: N_("Left aside: the sheet “{text}”."),
    IgnoredKind.COLUMN: N_("{sheet}: left aside the column “{text}”."),
    IgnoredKind.ROW: N_("{sheet}, row {row}: left aside “{text}”."),
}

LISTS = {
    SheetKind.SHIFT_SYSTEMS: N_("shift systems"),
    SheetKind.ENTERPRISES: N_("enterprises"),
    SheetKind.UNITS: N_("units"),
    SheetKind.COURSES: N_("courses"),
    SheetKind.MEMBERS: N_("members"),
    SheetKind.WORKERS: N_("workers on a course"),
    SheetKind.CANDIDATES: N_("candidates"),
    SheetKind.TARGETS: N_("targets"),
}

# Fields that are put together from several columns, or come from none; the others are called by their heading.
FIELDS = {
    "steps": N_("days of the path"),
    "stage": N_("stage"),
    "initials": N_("initials"),
    "topics": N_("topics"),
    "crew_offsets": N_("offsets of the crews"),
    "is_worker": N_("right to see the own class"),
}
# Fields that are called otherwise in the tables than in the sheets.
COLUMN_OF_FIELD = {"shift_system_code": "shift_system", "introduced_on": "introduced", "courses": "course"}

AT_CELL = N_("{sheet}, row {row}, column {column} ({header}): {problem} {expected}")
AT_ROW = N_("{sheet}, row {row}: {problem} {expected}")
AT_SHEET = N_("{sheet}: {problem} {expected}")
AT_FILE = N_("{problem} {expected}")

MENDED = N_("Mended {count} places: {kinds}.")
NOTHING_TO_MEND = N_("Nothing had to be mended.")
FAULTS_FOUND = N_("{count} places have to be put right; nothing was imported.")
ONE_FAULT_FOUND = N_("One place has to be put right; nothing was imported.")
NEW = N_("New: {items}.")
CHANGED = N_("Changed: {items}.")
UNCHANGED = N_("Unchanged: {items}.")
CHANGED_ITEM = N_("{code} changes: {fields}")
MISSING_FROM_FILE = N_("Not in the file, left as they are ({list}): {codes}")
ROLES = N_("Roles: {given} given, {taken} taken back")
DRAFTS = N_("{count} people have no date of consent yet: only their code and initials are kept ({codes}).")
FORGOTTEN = N_("Left out, deleted at the person's request ({count}): {codes}")
NO_CHANGES = N_("The database says all of this already.")
MORE_LINES = N_("… and {count} more lines.")
