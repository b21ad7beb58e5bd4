"""What is wrong with a row of a roster, and what to do about it; and why a file could not be read."""

from flask_babel import gettext as _

from training_app.domain.rostering import RowFault


def fault_words(fault: RowFault) -> str:
    """One sentence or two for whoever corrects the row."""
    value = fault.value
    words = {
        "too-many-cells": _(
            "The row has more cells than headings: put what holds a comma or semicolon in quotation marks."
        ),
        "no-number": _("The staff number is missing."),
        "bad-number": _("“%(value)s” is no staff number: it has at most 40 signs and no @.", value=value),
        "no-name": _("The name is missing."),
        "bad-name": _("This name is too long, or has signs that cannot be printed."),
        "bad-address": _("“%(value)s” is no e-mail address. Correct it, or leave it out.", value=value),
        "no-role": _("The role is missing. Write employee, trainer, manager or administrator."),
        "bad-role": _("“%(value)s” is no role. Write employee, trainer, manager or administrator.", value=value),
        "high-role": _("You cannot give the role “%(value)s” there. Somebody above you can.", value=value),
        "no-store": _("The store is missing."),
        "unknown-store": _("You have no store called “%(value)s”. Write it as it stands under Stores.", value=value),
        "two-stores": _(
            "Two places are called “%(value)s”. Write the region before it: “Region / Store”.", value=value
        ),
        "bad-language": _("“%(value)s” is none of our languages. Write en, de or es, or leave it out.", value=value),
        "number-twice": _("Row %(value)s has the same staff number. Only one of the two can be right.", value=value),
        "address-twice": _("Row %(value)s has the same e-mail address. Leave one of the two out.", value=value),
        "address-taken": _("Somebody else has the address “%(value)s”. Correct it, or leave it out.", value=value),
        "elsewhere": _(
            "Somebody at a place that is not yours has the number %(value)s. Check it; else ask an administrator.",
            value=value,
        ),
        "not-yours": _("The number %(value)s belongs to somebody whom only others above you can change.", value=value),
    }
    return str(words[fault.code])


def file_fault_words(code: str) -> str:
    """Why the file was not taken, and what helps."""
    words = {
        "no-file": _("Choose a file first."),
        "too-large": _("This file is too large: at most 5 MB. Send it in parts."),
        "empty": _("There is nobody below the headings."),
        "old-excel": _("This is Excel’s old format. Save it as .xlsx or as CSV."),
        "bad-excel": _("This workbook cannot be read. Save it again, or save it as CSV."),
        "bad-csv": _("This is neither a CSV file nor an Excel workbook."),
        "no-headings": _("The first line has to name the columns: staff_number, name, role, store."),
        "too-many-rows": _("A list has at most 50,000 rows. Send it in parts."),
    }
    return str(words[code])
