"""freqtrade with both exchanges: its launcher is ``python -m ascendex_woo_adapters.freqtrade``.

Importing this needs no freqtrade; ``install`` does: ``pip install 'ascendex-woo-adapters[freqtrade]'``.
"""

from __future__ import annotations

from ascendex_woo_adapters.registry import register


def install() -> None:
    """Let this process's freqtrade know ``ascendex`` and ``woo``; doing it twice changes nothing more.

    It has to happen before freqtrade checks the exchange of its configuration: the launcher calls it
    first, and freqtrade itself when its ``log_config`` has a filter whose factory this is.
    """
    import freqtrade.exchange as known  # not at the top: nothing else here needs freqtrade

    from ascendex_woo_adapters.freqtrade import exchanges

    register()
    for name in exchanges.__all__:
        setattr(known, name, getattr(exchanges, name))
