"""ccxt's own exchange tests, from the installed wheel, against the classes on the simulator.

    python -m conformance                            everything, about a minute
    python -m conformance --only "woo v3" ascendex   subjects
    python -m conformance --colour sync async        faces: ``ccxt``, ``ccxt.async_support``, ``ccxt.pro``
    python -m conformance fetchTicker watchOrders    methods
    python -m conformance --markdown docs/conformance.md
    python -m conformance --json report.json

ccxt's test modules are imported as they are; here is only what they need: a venue, an account with a
history, the arguments that they name, and the fields that a venue does not tell. The exit status is 1
if a test fails, or if one that `has` promises did not run.
"""
