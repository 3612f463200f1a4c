"""The stages of the path in words."""

from __future__ import annotations

from handlers.locales import N_
from models.candidates import Stage

STAGE_WORDS = {
    Stage.INTRODUCED: N_("introduced"),
    Stage.MENTORED: N_("helper named"),
    Stage.CLASS_COMPLETED: N_("class completed"),
    Stage.APPLIED: N_("application handed in"),
    Stage.VERIFIED: N_("background verified"),
    Stage.CELL_RESOLVED: N_("cell's resolution"),
    Stage.DECIDED: N_("admission decided"),
    Stage.ADMITTED: N_("admitted (probationary)"),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("new members' class completed"),
    Stage.OFFICIAL_RESOLVED: N_("cell proposes official status"),
    Stage.OFFICIAL: N_("official member"),
    Stage.PAUSED: N_("paused"),
    Stage.WITHDRAWN: N_("withdrawn"),
    Stage.REJECTED: N_("not accepted"),
    Stage.TRANSFERRED: N_("moved elsewhere"),
}
