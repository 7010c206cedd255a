"""What people write for short, as a CSV of three columns: group, short, long."""

import csv
import io
from collections.abc import Mapping, Sequence

from domain.entries import Synonym
from domain.entries_files import armed, disarmed
from domain.synonyms import BadSynonym, read_synonym

FILE_NAME = "abbreviations.csv"
COLUMNS = ["group", "short", "long"]


def write_synonyms(synonyms: Sequence[Synonym], chats: Mapping[int, int]) -> str:
    """The file; `read_synonyms` takes it back. chats: the Telegram id of each group's chat."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for synonym in synonyms:
        group = "" if synonym.group_id is None else str(chats[synonym.group_id])
        writer.writerow([group, armed(synonym.short), armed(synonym.long)])
    return out.getvalue()


def read_synonyms(text: str) -> tuple[list[tuple[int, str, str, str]], list[tuple[int, str]]]:
    """Line, group, short and long of each row, and the lines that cannot be read, with the reason."""
    good, wrong = [], []
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if [name.strip().lower() for name in next(rows, [])] != COLUMNS:
            return [], [(1, f"the first row is {','.join(COLUMNS)}")]
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            try:
                group, short, long = (disarmed(cell) for cell in row)
                good.append((rows.line_num, group.strip(), *read_synonym(short, long)))
            except ValueError:
                wrong.append(
                    (rows.line_num, "a row has three cells: the group or nothing, the short form, the long one")
                )
            except BadSynonym as error:
                wrong.append((rows.line_num, f"both forms have letters, are not alike, and have {error.most} at most"))
    except csv.Error as error:
        wrong.append((rows.line_num, f"this cannot be read as CSV from here on ({error})"))
    return good, wrong
