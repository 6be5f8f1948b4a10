"""Reads an XLSX book, in a process of its own with bounds on memory and processor time.

Run as a program: `python -I book.py < book > rows`. A book of 125 kB may unpack to hours of work: what it costs falls
on this process, not on a worker. It imports nothing of ours. Each line of the answer is in JSON: the title of a
visible sheet, then a list of cells for each of its rows. A cell is a text, a number, true or false, null, or one of
`{"at": "2027-03-31T00:00:00"}`, `{"on": …}`, `{"hour": …}` for dates and hours.

Exit codes: 0 the rows are whole; DAMAGED; TOO_HEAVY (memory; the processor's bound ends it by SIGXCPU); OURS, when
the system failed and nothing is said of the file.
"""

import contextlib
import datetime as dt
import importlib
import json
import resource
import sys
import zipfile
from typing import Any

MOST_UNPACKED = 400 * 1024 * 1024
MEMORY = 512 * 1024 * 1024
SECONDS = 60
DAMAGED, TOO_HEAVY, OURS = 3, 4, 5


def cell(value: Any) -> Any:
    """Return what JSON can carry of a cell's value."""
    if isinstance(value, dt.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"on": value.isoformat()}
    if isinstance(value, dt.time):
        return {"hour": value.isoformat()}
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def write_rows() -> None:
    source = sys.stdin.buffer
    with zipfile.ZipFile(source) as packed:
        if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
            raise MemoryError
    source.seek(0)
    # Here, and not at the head: who names this module for its exit codes starts without it.
    book = importlib.import_module("openpyxl").load_workbook(source, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sys.stdout.write(json.dumps(sheet.title) + "\n")
        # Other software declares «A1» for a sheet of a thousand rows: what is read would end there.
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(values_only=True):
            sys.stdout.write(json.dumps([cell(value) for value in cells]) + "\n")


def main() -> int:
    with contextlib.suppress(ValueError, OSError):  # a system without these limits still has the reader's time limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would be the file in clear on the disk
    try:
        write_rows()
    except (MemoryError, RecursionError):
        return TOO_HEAVY
    except BrokenPipeError:  # the reader has seen enough
        return 0
    except OSError as error:
        return DAMAGED if error.errno is None else OURS  # a number says that the system failed, not the file
    except Exception:  # whatever a damaged book makes the reader of spreadsheets say: it promises nothing
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
