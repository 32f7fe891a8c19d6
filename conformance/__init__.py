"""ccxt's own exchange tests, from the installed wheel, against the classes on the simulator.

    python -m conformance                            everything, about two minutes
    python -m conformance --only "woo v3"            a subject: "woo v1", "woo v3", ascendex
    python -m conformance --colour sync              a face: sync, async, pro
    python -m conformance fetchTicker watchOrders    methods
    python -m conformance --markdown docs/conformance.md
    python -m conformance --json report.json

ccxt's test modules are imported as they are; here is only what they need: a venue, an account with a
history, the arguments that they name, and the fields that a venue does not tell. The exit status is 1
if a test fails, or if one that `has` promises did not run.
"""
