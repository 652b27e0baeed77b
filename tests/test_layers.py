"""The architecture as a test: which folder may import what (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "dragoman"
STAGES = {"intake", "document", "reader", "resolve", "records", "faces", "ledger", "views"}
COMMON = {"codebook", "errors", "extras", "forms", "gazetteer", "knowledge", "ontology", "safe"}
JOINERS = {
    "pipeline.py", "parallel.py", "watching.py", "exporting.py", "viewing.py", "searching.py",
    "teaching.py", "measure_views.py", "varied.py",
}  # fmt: skip
# The one door for each outside thing.
DOORS = {
    "alembic": {"ledger"},
    "feedparser": {"intake"},
    "httpx": {"intake"},
    "onnx": {"learn"},
    "onnxruntime": {"reader"},
    "requests": set[str](),
    "PIL": {"views"},
    "pyarrow": {"views"},
    "rich": {"cli", "faces", "views"},
    "sklearn": {"learn"},
    "sqlalchemy": {"ledger"},
    "tokenizers": {"reader"},
    "torch": {"learn"},
    "trafilatura": {"document", "intake"},
    "transformers": {"learn"},
    "typer": {"cli"},
    "urllib.request": set[str](),
}
# Building the int8 file and timing it need the runtime itself.
EXCEPTIONS = {("learn", "onnxruntime"), ("learn", "tokenizers")}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def folder_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def imported(tree: ast.AST) -> set[str]:
    """Return the full names of all modules that a tree imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own(names: set[str]) -> set[str]:
    """Return the folders and modules of this package among imported names."""
    return {n.split(".")[1] for n in names if n.startswith("dragoman.")}


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_package_has_all_its_stages() -> None:
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir()} >= STAGES


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_imports_no_other_stage(stage: str) -> None:
    for path in sorted((PACKAGE / stage).rglob("*.py")):
        others = own(imported(parse(path))) & (STAGES - {stage})
        assert not others, f"{path} imports {others}"


@pytest.mark.parametrize("part", sorted(COMMON))
def test_what_all_stages_share_imports_no_stage(part: str) -> None:
    here = [*PACKAGE.glob(f"{part}.py"), *(PACKAGE / part).rglob("*.py")]
    assert here
    for path in here:
        assert not own(imported(parse(path))) & (STAGES | {"pipeline", "cli"}), path


def test_only_the_pipeline_joins_stages() -> None:
    for path in modules():
        if folder_of(path) in STAGES | {"learn"} or path.name in JOINERS:
            continue
        joined = own(imported(parse(path))) & STAGES
        # The command line opens inputs and ledgers and writes faces; what lies between is the
        # pipeline's.
        allowed = {"faces", "intake", "ledger", "views"} if folder_of(path) == "cli" else set()
        assert joined <= allowed, f"{path} joins {joined}"


@pytest.mark.parametrize("library", sorted(DOORS))
def test_each_outside_thing_has_one_door(library: str) -> None:
    for path in modules():
        names = imported(parse(path))
        if any(name == library or name.startswith(library + ".") for name in names):
            folder = folder_of(path)
            assert folder in DOORS[library] or (folder, library) in EXCEPTIONS, path


def test_a_broad_except_stands_only_at_the_document_boundary() -> None:
    broad = set()
    for path in modules():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ExceptHandler):
                names = (
                    {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
                    if (node.type is not None)
                    else {"BaseException"}
                )
                if names & {"Exception", "BaseException"}:
                    broad.add(str(path.relative_to(PACKAGE)))
    assert broad <= {"pipeline.py"}


def test_the_library_never_prints_or_exits() -> None:
    for path in modules():
        if folder_of(path) in {"cli", "learn"} or path.name == "__main__.py":
            continue
        calls = [n for n in ast.walk(parse(path)) if isinstance(n, ast.Call)]
        names = {n.func.id for n in calls if isinstance(n.func, ast.Name)}
        assert not names & {"print", "exit", "quit"}, path
        assert "sys.exit" not in {ast.unparse(n.func) for n in calls}, path


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = r"lxml|numpy|httpx|onnxruntime|rich|tokenizers|torch|trafilatura|typer|yaml"
    code = f"import re, sys, dragoman; print([m for m in sys.modules if re.match({heavy!r}, m)])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
