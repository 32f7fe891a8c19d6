"""The strategies of the folder ``examples``, loaded as what they are: plain files of ccxt code."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_PACKAGE = Path(__file__).resolve().parent.parent.parent
#: In a clone the folder lies beside the package, in an installed wheel inside of it.
FOLDERS = (_PACKAGE.parent / "examples", _PACKAGE / "examples")


def load(name: str) -> ModuleType:
    """The module of a strategy, fresh. Raises FileNotFoundError."""
    path = next(
        (path for folder in FOLDERS if (path := folder / f"{name}.py").is_file()), FOLDERS[0] / f"{name}.py"
    )
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
