"""Without freqtrade everything else works, and the launcher says what is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ascendex_woo_adapters.freqtrade.__main__ import main


def test_the_launcher_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "freqtrade", None)  # as if it were not there
    with pytest.raises(SystemExit) as ended:
        main()
    assert "pip install 'ascendex-woo-adapters[freqtrade]'" in str(ended.value)


def test_the_package_does_not_import_freqtrade() -> None:
    code = "import sys, ascendex_woo_adapters.freqtrade; print('freqtrade' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
