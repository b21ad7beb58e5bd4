"""What is wrong with a row of a roster, for the terminal: one line a row, with what to do."""

from training_app.domain.rostering import PlannedRow, RowFault

WORDS = {
    "too-many-cells": "more cells than headings: quote what holds a comma or semicolon",
    "no-number": "the staff number is missing",
    "bad-number": "“{}” is no staff number: at most 40 signs and no @",
    "no-name": "the name is missing",
    "bad-name": "the name is too long, or has signs that cannot be printed",
    "bad-address": "“{}” is no e-mail address: correct it or leave it out",
    "no-role": "the role is missing: write employee, trainer, manager or administrator",
    "bad-role": "“{}” is no role: write employee, trainer, manager or administrator",
    "high-role": "the role “{}” cannot be given there",
    "no-store": "the store is missing",
    "unknown-store": "there is no store called “{}”: write it as it stands in the tree of stores",
    "two-stores": "two places are called “{}”: write “Region / Store”",
    "bad-language": "“{}” is none of our languages: write en, de or es, or leave it out",
    "number-twice": "row {} has the same staff number",
    "address-twice": "row {} has the same e-mail address",
    "address-taken": "somebody else has the address “{}”: correct it or leave it out",
    "elsewhere": "the number {} belongs to somebody who has no place",
    "not-yours": "the number {} belongs to somebody who cannot be changed",
}


def line_of(row: PlannedRow) -> str:
    """What is wrong with the row, all of it."""
    return "; ".join(fault_words(fault) for fault in row.faults)


def fault_words(fault: RowFault) -> str:
    """One thing that is wrong."""
    return WORDS[fault.code].format(fault.value)
