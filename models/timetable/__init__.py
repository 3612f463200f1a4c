"""The best timetable of a class for people on shifts."""

from models.timetable.changes import Change, Effect, Gain, effect, gains
from models.timetable.course import Course, HalfDay, Hindrance, Sitting, Slot, Worker, half_days
from models.timetable.hindrances import hindrances, of_rotas
from models.timetable.left_out import LeftOut, Obstacle
from models.timetable.merit import Goal
from models.timetable.shortages import Lack, Shortage
from models.timetable.timetable import HeldSitting, NoTimetableError, Timetable, timetable

__all__ = [
    "Change",
    "Course",
    "Effect",
    "Gain",
    "Goal",
    "HalfDay",
    "HeldSitting",
    "Hindrance",
    "Lack",
    "LeftOut",
    "NoTimetableError",
    "Obstacle",
    "Shortage",
    "Sitting",
    "Slot",
    "Timetable",
    "Worker",
    "effect",
    "gains",
    "half_days",
    "hindrances",
    "of_rotas",
    "timetable",
]
