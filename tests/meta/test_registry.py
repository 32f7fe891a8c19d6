"""Registering puts the classes into ccxt's three faces and takes them out again, nothing more."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest


def run(source: str) -> str:
    """Run a script in a fresh interpreter; what it printed."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(source)],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_importing_the_package_changes_nothing_and_imports_nothing() -> None:
    assert (
        run("""
        import sys
        import ascendex_woo_adapters
        assert not [name for name in sys.modules if name == "ccxt" or name.startswith("ccxt.")]
        import ccxt
        own = ccxt.woo
        from ascendex_woo_adapters import woo
        assert ccxt.woo is own is not woo
        assert "ascendex" not in ccxt.exchanges
        assert "ccxt.pro" not in sys.modules and "ccxt.async_support" not in sys.modules
        print("ok")
    """)
        == "ok"
    )


def test_a_sync_user_never_pays_for_the_other_faces() -> None:
    assert (
        run("""
        import sys, ccxt, ascendex_woo_adapters as a
        a.register()
        assert ccxt.woo().id == "woo" and ccxt.ascendex().id == "ascendex"
        assert "ccxt.pro" not in sys.modules and "ccxt.async_support" not in sys.modules
        print("ok")
    """)
        == "ok"
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_every_face_gets_the_classes_whenever_it_is_imported(when: str) -> None:
    imports = "import ccxt.async_support, ccxt.pro"
    first, second = (imports, "") if when == "before" else ("", imports)
    assert (
        run(f"""
        import ccxt
        {first}
        import ascendex_woo_adapters as a
        a.register()
        {second}
        import ascendex_woo_adapters.async_support as aio, ascendex_woo_adapters.pro as pro
        for face, ours in ((ccxt, a), (ccxt.async_support, aio), (ccxt.pro, pro)):
            for name in ("woo", "ascendex"):
                assert getattr(face, name) is getattr(ours, name), (face, name)
                assert face.exchanges.count(name) == 1
        print("ok")
    """)
        == "ok"
    )


@pytest.mark.parametrize("face", ["async_support", "pro"])
def test_a_face_of_ours_is_imported_first_after_registering(face: str) -> None:
    assert (
        run(f"""
        import ascendex_woo_adapters as a
        a.register()
        from ascendex_woo_adapters.{face} import ascendex, woo
        import ccxt.{face} as theirs
        assert (theirs.ascendex, theirs.woo) == (ascendex, woo)
        print("ok")
    """)
        == "ok"
    )


def test_registering_is_idempotent_and_reversible() -> None:
    assert (
        run("""
        import ccxt, ccxt.async_support, ccxt.pro
        import ascendex_woo_adapters as a
        faces = (ccxt, ccxt.async_support, ccxt.pro)
        before = [(face.woo, list(face.exchanges), hasattr(face, "ascendex")) for face in faces]
        a.unregister()
        a.register(); a.register()
        assert ccxt.woo is a.woo
        a.unregister(); a.unregister()
        assert before == [(face.woo, list(face.exchanges), hasattr(face, "ascendex")) for face in faces]
        a.register()
        assert ccxt.pro.woo is not before[2][0]
        print("ok")
    """)
        == "ok"
    )


def test_a_face_imported_after_unregistering_is_ccxts_own() -> None:
    assert (
        run("""
        import ccxt, ascendex_woo_adapters as a
        a.register(); a.unregister()
        import ccxt.pro
        assert ccxt.pro.woo.__module__ == "ccxt.pro.woo"
        assert not hasattr(ccxt.pro, "ascendex")
        print("ok")
    """)
        == "ok"
    )


def test_the_readme_line() -> None:
    assert (
        run(
            "import ascendex_woo_adapters as a, ccxt; a.register(); print(ccxt.ascendex().has['createOrder'], "
            "'woo' in ccxt.exchanges, 'ascendex' in ccxt.exchanges)"
        )
        == "True True True"
    )
