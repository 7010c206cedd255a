"""The house rules of docs/architecture.md, read from the source itself."""

import ast
import dataclasses
import importlib
import subprocess
import sys
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import handlers
from handlers.callbacks import LIMIT, Payload, unpack

ROOT = Path(__file__).parent.parent
LAYERS = ("bot", "handlers", "domain", "storage", "sandbox")
MAY_IMPORT = {
    "bot": {"bot", "handlers", "domain", "storage", "sandbox"},  # the sandbox for `circlekeeper demo`
    "handlers": {"handlers", "domain"},
    "domain": {"domain"},
    "storage": {"storage", "domain"},
    "sandbox": {"sandbox"},
}
AT_HOME = {
    "telegram": {"handlers", "bot"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "apscheduler": {"bot/clockwork.py"},
    "aiosqlite": {"storage/database.py"},
    "aiohttp": {"bot/api.py", "sandbox"},
    "tantivy": {"storage/finder"},
    "rapidfuzz": {"storage/finder"},
    "numpy": {"storage/finder"},
    "tokenizers": {"storage/finder"},
    "safetensors": {"storage/finder"},
}
# Parts of the edge that belong to no noun. Everything else in handlers/ is a noun's own, imported by that noun only.
SHARED_HANDLERS = {
    "asking", "callbacks", "cards", "choices", "context", "doors", "entry_files", "errors", "events", "keyboards",
    "managing", "menus", "names", "places", "privately", "replays", "routing", "to_facilitators", "unreadable",
    "views_card", "views_changes", "views_entries", "views_helplines", "views_meetups", "views_unfit", "which_group",
    "words",
}  # fmt: skip
# Of a noun's own parts, which nouns they serve where their names do not say so.
PARTS_OF = {
    "ask_words": {"answer", "unanswered"},
    "calendar_file": {"next"},
    "nudge_telling": {"nudges"},
    "nudge_views": {"nudges"},
    "nudge_words": {"nudges"},
    "relay_content": {"views_relay", "requests"},
    "relay_passing": {"requests"},
    "requests_telling": {"relay"},
    "requests_words": {"relay"},
    "schedule_steps": {"zones"},
    "views_introductions": {"introductions"},
    "views_welcome": {"welcome", "join"},
    "views_attendance": {"attendance"},
    "views_resources": {"resources"},
    "views_schedule": {"schedule", "zones"},
    "views_relay": {"relay", "requests", "views_requests"},
    "views_requests": {"requests", "asking", "relay"},
    "views_rota": {"rota"},
    "views_series": {"series_changes"},
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
LARGEST_ID = 2**52
# What may be called while a module is imported: it makes a value and touches nothing outside.
PURE = {
    "Router", "Table", "MetaData", "Column", "String", "ForeignKey", "Index", "UniqueConstraint", "BigInteger", "JSON",
    "BigInteger.with_variant", "text", "sa.bindparam", "_group_id", "_person_id", "TypeVar", "TypeAdapter", "Field",
    "AfterValidator", "re.compile", "timedelta", "time", "frozenset", "dict.fromkeys", "str.maketrans", "partial",
    "enumerate", "range", "Path", "Path.with_name", "structlog.get_logger", "logging.getLogger", "typer.Typer",
    "json.JSONEncoder", "Vocabulary", "Method", "pictures.plain", "groups.select", "groups.select.where",
    "Rules", "inbox.update", "inbox.update.where", "inbox.update.where.values", "t.plain", "t", "datetime", "date",
    "uuid.UUID", "np.zeros", "len", "getattr", "_plain", "_listed",
}  # fmt: skip
SPEAKING = {"reply": 0, "send": 1, "edit_here": 0, "edit": 2, "answer": 0, "privately": 1, "press": 0, "link": 0}
BUTTONS = ("press", "link")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the product by its path; migrations are history and stand apart."""
    found = {}
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("storage/migrations/"):
                found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(tree: ast.Module) -> set[str]:
    """The modules a file imports, wherever in it; `from a import b` counts as `a.b` where that is a module."""
    modules = {module_of(path) for path in sources()}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & modules) or {node.module}
    return found


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_each_layer_imports_only_what_stands_below_it() -> None:
    wrong = [
        f"{path} imports {module}"
        for path, tree in sources().items()
        for module in imports(tree)
        if module.split(".")[0] in LAYERS and module.split(".")[0] not in MAY_IMPORT[path.split("/")[0]]
    ]
    assert wrong == []


def test_only_the_demo_knows_the_local_telegram() -> None:
    knowing = {
        path
        for path, tree in sources().items()
        if not path.startswith("sandbox/") and any(module.split(".")[0] == "sandbox" for module in imports(tree))
    }
    assert knowing == {"bot/demo.py"}


@pytest.mark.parametrize("library", AT_HOME)
def test_a_library_is_known_only_where_it_lives(library: str) -> None:
    using = {path for path, tree in sources().items() if any(m.split(".")[0] == library for m in imports(tree))}
    assert using, f"nobody uses {library}"
    homes = AT_HOME[library]
    strangers = {path for path in using if not {path, path.split("/")[0], path.rpartition("/")[0]} & homes}
    assert strangers == set()


def test_modules_import_each_other_in_no_circle() -> None:
    modules = {module_of(path): imports(tree) for path, tree in sources().items()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module in done or module not in modules:
            return
        for other in sorted(modules[module]):
            visit(other, (*way, module))
        done.add(module)

    for module in modules:
        visit(module, ())


def test_handlers_of_different_nouns_do_not_know_each_other() -> None:
    wrong = []
    for path, tree in sources().items():
        importer = Path(path).stem
        if not path.startswith("handlers/") or importer == "__init__":
            continue
        for module in imports(tree):
            layer, _, part = module.partition(".")
            if layer == "handlers" and part not in SHARED_HANDLERS and not _same_noun(importer, part):
                wrong.append(f"{path} imports handlers/{part}.py")
    assert wrong == []


def _same_noun(importer: str, part: str) -> bool:
    """`schedule` and `schedule_steps`, or a part that says whose it is."""
    noun = part.split("_")[0]
    return (
        importer.split("_")[0] == noun
        or importer.split("_")[0] in PARTS_OF.get(part, ())
        or importer in PARTS_OF.get(part, ())
    )


def test_the_lists_of_shared_handlers_name_only_what_is_there() -> None:
    there = {path.stem for path in (ROOT / "handlers").glob("*.py")}
    assert (SHARED_HANDLERS | set(PARTS_OF)) - there == set()


def test_every_router_is_in_the_one_list_with_the_fallback_last() -> None:
    made = {
        Path(path).stem
        for path, tree in sources().items()
        if path.startswith("handlers/")
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Router(")
    }
    listed = [importlib.import_module(f"handlers.{name}").router for name in sorted(made)]
    assert {id(router) for router in listed} == {id(router) for router in handlers.ROUTERS}
    assert handlers.ROUTERS[-1].noun == "fallback"


def test_the_domain_is_synchronous_and_reads_no_clock() -> None:
    wrong = []
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if path.startswith("domain/") and isinstance(node, ast.AsyncFunctionDef | ast.Await):
                wrong.append(f"{path}:{node.lineno} is asynchronous")
            if (
                path.startswith(("domain/", "handlers/", "storage/"))
                and isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith((".now", ".utcnow", ".today", "time.time", "time.monotonic"))
            ):
                wrong.append(f"{path}:{node.lineno} reads a clock")
    assert wrong == []


def test_nothing_happens_while_a_module_is_imported() -> None:
    wrong = [
        f"{path}:{node.lineno} {ast.unparse(node)[:60]}"
        for path, tree in sources().items()
        for node in tree.body
        if not _harmless(node)
    ]
    assert wrong == []


def _harmless(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")) | ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            return value is None or all(_name(call) in PURE for call in _calls(value) if not _own_class(call))
    return False


def _calls(value: ast.AST) -> Iterator[ast.Call]:
    """The calls made now; what stands in a lambda or a method of a string constant is not."""
    if isinstance(value, ast.Lambda):
        return
    if isinstance(value, ast.Call):
        yield value
    for child in ast.iter_child_nodes(value):
        yield from _calls(child)


def _name(call: ast.Call) -> str:
    """`a.b` for `a(…).b(…)`: the methods without what they were called with."""
    parts: list[str] = []
    node: ast.AST = call.func
    while True:
        match node:
            case ast.Attribute(value=inner, attr=attr):
                parts.append(attr)
                node = inner
            case ast.Call(func=func):
                node = func
            case ast.Name(id=name):
                return ".".join([name, *reversed(parts)])
            case _:
                return ""


def _own_class(call: ast.Call) -> bool:
    """A value of a class (they begin with a capital letter) or a dictionary's own view."""
    name = _name(call)
    last = name.split(".")[-1]
    return (last[:1].isupper() and "." not in name) or last in ("items", "values", "keys", "lower", "title")


WATCHED_IMPORT = """
import sys, threading
sys.dont_write_bytecode = True
modules, seen = sys.argv[1:], []
def hook(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+") and "/dev/null" not in str(args[0]):
        seen.append(f"opens {args[0]} for writing")
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "sqlite3.connect", "os.mkdir"):
        seen.append(event)
sys.addaudithook(hook)
for module in modules:
    before = len(seen)
    __import__(module)
    seen[before:] = [f"{module}: {what}" for what in seen[before:]]
seen += [f"thread {thread.name}" for thread in threading.enumerate() if thread is not threading.main_thread()]
print("\\n".join(seen))
"""


def test_importing_every_module_opens_no_file_for_writing_no_socket_no_thread() -> None:
    modules = [module_of(path) for path in sources() if not path.endswith("__main__.py")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED_IMPORT, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_a_file_does_one_thing_and_says_which_in_its_first_line() -> None:
    wrong = []
    for path, tree in sources().items():
        lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            wrong.append(f"{path} has {lines} lines")
        if not (ast.get_docstring(tree) or "").strip():
            wrong.append(f"{path} does not say what it is for")
    assert wrong == []


def test_functions_fit_in_a_head() -> None:
    long = {
        f"{path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path, tree in sources().items()
        for function in functions(tree)
    }
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}
    assert sum(lines <= 30 for lines in long.values()) / len(long) > 0.95


def test_nobody_prints_and_nothing_is_left_to_do() -> None:
    wrong = []
    for path, tree in sources().items():
        text = (ROOT / path).read_text(encoding="utf-8")
        wrong += [f"{path} says {mark}" for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X") if mark in text]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "breakpoint"):
                wrong.append(f"{path}:{node.lineno} prints")
    # The sandbox's program tells its address on standard output; that is its interface.
    assert [line for line in wrong if not line.startswith("sandbox/__main__.py")] == []


def test_every_word_said_to_people_goes_through_the_catalogue() -> None:
    wrong = []
    for path, tree in sources().items():
        if not path.startswith("handlers/"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).split(".")[-1]
            if name in BUTTONS and not isinstance(node.func, ast.Name):
                continue  # a method of the same name: a router's, or the bot's own address
            if name in SPEAKING and len(node.args) > SPEAKING[name]:
                said = node.args[SPEAKING[name]]
                if any(_is_prose(constant) for constant in _outside_the_catalogue(said)):
                    wrong.append(f"{path}:{node.lineno} says {ast.unparse(said)[:60]}")
    assert wrong == []


def _outside_the_catalogue(node: ast.AST) -> Iterator[ast.Constant]:
    """The string constants of an expression that no call of `t`, `t.plain` or `t.many` takes in."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _outside_the_catalogue(child)


def _is_prose(constant: ast.Constant) -> bool:
    return isinstance(constant.value, str) and sum(letter.isalpha() for letter in constant.value) > 1


def test_the_catalogue_is_asked_for_literal_texts_only() -> None:
    wrong = []
    for path, tree in sources().items():
        if not path.startswith("handlers/") or path.endswith("/words.py"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            count = 2 if name.endswith("t.many") else 1
            if name in ("t", "act.t", "t.plain", "act.t.plain", "t.many", "act.t.many") and not all(
                isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in node.args[:count]
            ):
                wrong.append(f"{path}:{node.lineno} {ast.unparse(node)[:70]}")
    assert wrong == []


@pytest.mark.parametrize("kind", sorted(Payload.known.values(), key=lambda k: k.code), ids=lambda k: k.__name__)
def test_a_button_can_carry_the_largest_ids_there_are(kind: Any) -> None:
    hints = typing.get_type_hints(kind)
    payload = kind(*(_largest(hints[field.name]) for field in dataclasses.fields(kind)))
    packed = payload.pack()
    assert len(packed.encode()) <= LIMIT
    assert unpack(packed) == payload


def _largest(hint: Any) -> Any:
    if hint is bool:
        return True
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return max(hint, key=lambda value: len(value.value))
    if hint is str:
        return "2026-12-31"
    return -LARGEST_ID


def test_the_codes_of_buttons_are_short_and_all_different() -> None:
    classes = [kind for kind in Payload.__subclasses__() if kind.__module__.startswith("handlers.")]
    codes = [kind.code for kind in classes]
    assert len(set(codes)) == len(codes)
    assert all(0 < len(code) <= 4 and ":" not in code for code in codes)


def test_two_payloads_with_one_code_are_refused() -> None:
    taken = next(iter(Payload.known))
    with pytest.raises(TypeError, match="two payloads"):
        type("Second", (Payload,), {}, code=taken)
