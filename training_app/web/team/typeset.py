"""A program of its own that sets one document and ends: the report as JSON comes in, the PDF goes out.

typst keeps for good what it worked out, some 80 MB for 1,000 lines. So it never runs in the server. This file is
called by its path and imports nothing of ours, which would take longer than a short report.
"""

import sys
from pathlib import Path

import typst


def main(template: Path, language: str) -> None:
    """Set what is on the standard input; its texts reach typst as data, which it never reads as markup."""
    report = sys.stdin.buffer.read().decode()
    document: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"report": report, "language": language},
    )
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
