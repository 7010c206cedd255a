"""Words into schedules, times and spans, and back; in English now, each language a table of its own."""

from domain.grammar.hours import parse_hours
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.schedule import ScheduleSpec, parse_schedule
from domain.grammar.spans import When, parse_away, parse_leads, parse_span, parse_time_of_day, parse_when
from domain.grammar.writing import write_schedule

__all__ = [
    "Problem",
    "ScheduleSpec",
    "Unreadable",
    "When",
    "parse_away",
    "parse_hours",
    "parse_leads",
    "parse_schedule",
    "parse_span",
    "parse_time_of_day",
    "parse_when",
    "write_schedule",
]
