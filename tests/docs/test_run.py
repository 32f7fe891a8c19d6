"""The runner of pages finds what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import pages, run


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    return tmp_path / "page.md"


def test_blocks_continue_each_other(page: Path) -> None:
    page.write_text("```python\na = 1\n```\nand\n```python\nprint(a + 1)\n```\nprints\n```text\n2\n```\n")
    assert run.run("page.md") == 2


def test_other_output_is_an_error_that_names_the_line(page: Path) -> None:
    page.write_text("```python\nprint(1, 'x')\n```\n\n```text\n2 ...\n```\n")
    with pytest.raises(AssertionError, match=r"page\.md:6 promises"):
        run.run("page.md")


def test_an_error_names_the_page_and_the_line(page: Path) -> None:
    page.write_text("one\n```python\n1 / 0\n```\n")
    with pytest.raises(ZeroDivisionError) as caught:
        run.run("page.md")
    last = caught.traceback[-1]
    assert (str(last.path).endswith("page.md"), last.lineno + 1) == (True, 3)


def test_silence_where_something_is_printed_is_an_error(page: Path) -> None:
    page.write_text("```python\nif 0:\n    print(1)\n```\n")
    with pytest.raises(AssertionError, match="printed nothing"):
        run.run("page.md")
