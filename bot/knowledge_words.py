"""What is wrong with an entry in a file, for who runs the command line: in English, with an example of right."""

from domain.entries_fields import Field, Problem, Unfit
from domain.entries_files import COLUMNS, GROUP, HEADER, TELEGRAM, Malformed, Trouble


def unfit_words(error: Unfit) -> str:
    """One line."""
    words = {
        Problem.MISSING: "is missing",
        Problem.TOO_LONG: f"is too long, at most {error.most} characters fit",
        Problem.TOO_MANY: f"are too many, at most {error.most} fit",
        Problem.NO_LINK: "is no address of a page, which looks like https://example.org/page",
        Problem.NO_DATE: "is no day, which looks like 2026-11-30",
        Problem.NO_LANGUAGE: "is no language, which looks like en, or pt-BR",
        Problem.NO_PHONE: "is no phone number, which looks like +44 20 7946 0000",
        Problem.NO_STATE: "is one of draft, published, retired",
        Problem.NO_FILE: "is no name of a picture or PDF, which looks like map.jpg or form.pdf",
    }
    field: Field = error.field
    return f"{field}: {words[error.problem]}"


def malformed_words(error: Malformed) -> str:
    """One line."""
    match error.trouble:
        case Trouble.NO_HEADER:
            return "a file begins with lines like “question: What is …?”, then an empty line, then the answer"
        case Trouble.NO_SUCH_FIELD:
            return f"{error.name[:40]}: there is no such field; there are {_known()}"
        case Trouble.TWICE:
            return f"{error.name}: stands there twice; more lines of it are indented, or begin with a dash"
        case Trouble.NO_KEY:
            return f"“{error.name}” is no name for an entry, which is small letters, digits and dashes, like first-time"
        case Trouble.NO_COLUMNS:
            return "the first row names the columns, “question” and “answer” at least"
        case Trouble.MORE_CELLS:
            return "there are more cells than columns; a text with a comma needs quotes around it"
        case Trouble.UNREADABLE:
            return error.name
        case Trouble.BROKEN:
            return f"this cannot be read as CSV from here on ({error.name or 'a quote is missing'})"


def _known() -> str:
    told = (*HEADER, GROUP, TELEGRAM)
    return f"{', '.join(told)} (in a CSV also {', '.join(name for name in COLUMNS if name not in told)})"
