"""The imports of the package run one way, and the simulator stands apart."""

from __future__ import annotations

import ast
from pathlib import Path

import ascendex_woo_adapters

ROOT = Path(ascendex_woo_adapters.__file__).parent
PACKAGE = ROOT.name

#: Layers of one venue, lowest first; a module may import its own layer and those before it.
VENUE_LAYERS = [
    {"endpoints", "enums", "account_enums"},
    {"errors", "signing", "ids", "intents", "description", "readings", "wallet_intents", "pages", "tokens"},
    {"algo_intents"},
    {"algo_edits"},
    {"algo_forms"},
    {"markets"},
    {
        "market_data",
        "orders",
        "order_replies",
        "account",
        "algo",
        "positions",
        "currencies",
        "batches",
        "funding",
        "margin",
        "wallet",
        "convert",
    },
    {"account_generation"},
    {"generation"},
    {"base"},
    {"_async", "_sync"},
    {"streams"},
    {"blocking", "aio", "pro"},
]


def imports_of(path: Path) -> set[str]:
    """Every module of the package that a file imports, absolute."""
    module = ".".join((PACKAGE, *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            found.add(base)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == PACKAGE}


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def test_common_knows_nothing_above_it() -> None:
    for path in sources("common"):
        for name in imports_of(path):
            assert name.startswith(f"{PACKAGE}.common"), f"{path} imports {name}"


def test_the_venues_never_import_each_other() -> None:
    for venue, other in (("woo", "ascendex"), ("ascendex", "woo")):
        for path in sources(f"venues/{venue}"):
            foreign = [name for name in imports_of(path) if f".venues.{other}" in name]
            assert not foreign, f"{path} imports {foreign}"


def test_nothing_of_the_adapters_imports_the_simulator_or_the_command_line() -> None:
    for folder in ("common", "venues"):
        for path in sources(folder):
            for name in imports_of(path):
                top = name.split(".")[1:2]
                assert top not in (["simulator"], ["cli"], ["freqtrade"]), f"{path} imports {name}"


def test_the_simulator_imports_nothing_of_the_adapters() -> None:
    for path in sources("simulator"):
        for name in imports_of(path):
            assert name.startswith(f"{PACKAGE}.simulator"), f"{path} imports {name}"


def layer_of(venue: str, name: str) -> int | None:
    """The layer of a module inside a venue; generations (v1, v3) have the same layers inside."""
    parts = name.split(".")[3:]
    if parts and parts[0] in ("v1", "v3"):
        parts = parts[1:]
        if not parts:
            return VENUE_LAYERS.index({"generation"}) - 1
    for index, layer in enumerate(VENUE_LAYERS):
        if parts and parts[0] in layer:
            return index
    return None


def test_the_layers_of_a_venue_run_one_way() -> None:
    for venue in ("woo", "ascendex"):
        prefix = f"{PACKAGE}.venues.{venue}."
        for path in sources(f"venues/{venue}"):
            own = layer_of(venue, ".".join((PACKAGE, *path.relative_to(ROOT).with_suffix("").parts)))
            if path.name == "__init__.py" and own is None:
                continue
            assert own is not None, f"{path} belongs to no layer"
            for name in imports_of(path):
                if name.startswith(prefix):
                    below = layer_of(venue, name)
                    assert below is None or below <= own, f"{path} imports {name} from above"


def test_every_layer_of_the_table_is_in_use() -> None:
    present = {
        part
        for venue in ("woo", "ascendex")
        for path in sources(f"venues/{venue}")
        for part in path.relative_to(ROOT).with_suffix("").parts
    }
    unused = {name for layer in VENUE_LAYERS for name in layer} - present - {"streams"}
    assert not unused, f"no module is named {unused}"
