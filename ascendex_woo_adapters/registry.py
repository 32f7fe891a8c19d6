"""Putting the package's classes into ccxt and taking them out again.

ccxt has three faces: ``ccxt``, ``ccxt.async_support`` and ``ccxt.pro``. A face that is not imported
yet is not imported for this: it gets the classes when, and if, somebody imports it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from ascendex_woo_adapters import exchanges

#: ccxt's faces -> the venues' modules with the classes for them.
FACES = {"ccxt": "blocking", "ccxt.async_support": "aio", "ccxt.pro": "pro"}

_MISSING = object()
#: What a face had before: (face, id) -> ccxt's own class or _MISSING.
_replaced: dict[tuple[str, str], Any] = {}


def register() -> None:
    """Make ``ccxt.woo``, ``ccxt.ascendex`` and their asyncio and pro namesakes this package's classes.

    The ids are added to each face's ``exchanges`` list. Doing it twice changes nothing more;
    :func:`unregister` restores what was there.
    """
    import_module("ccxt")
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    for face in FACES:
        module = sys.modules.get(face)
        if module is not None:
            _put(module)


def unregister() -> None:
    """Restore ccxt's own classes and lists; does nothing if nothing is registered."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    for (face, name), original in _replaced.items():
        module = sys.modules.get(face)
        if module is None:
            continue
        if original is _MISSING:
            delattr(module, name)
            module.exchanges.remove(name)
        else:
            setattr(module, name, original)
    _replaced.clear()


def _put(module: ModuleType) -> None:
    for name in exchanges:
        key = (module.__name__, name)
        if key in _replaced:
            continue
        ours = import_module(f"ascendex_woo_adapters.venues.{name}.{FACES[module.__name__]}")
        _replaced[key] = getattr(module, name, _MISSING)
        setattr(module, name, getattr(ours, name))
        if name not in module.exchanges:
            module.exchanges.append(name)


class _WhenImported(MetaPathFinder):
    """Finds ccxt's faces as usual and hands them over once they are loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in FACES:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """A module's own loader, and the classes afterwards."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if _finder in sys.meta_path:
            _put(module)


_finder = _WhenImported()
