"""Speed and memory of the exchange classes as ratios to the ``woo`` that ccxt ships.

    python -m benchmarks                      everything, about a minute
    python -m benchmarks --only trades sign   cases whose name contains one of the words
    python -m benchmarks --list               the names

Both sides get the same trades, orders, markets, each in the wire form that it reads, from a
transport that answers at once; streams get the very same frames, which the simulator made, and their
time is that of one frame. They take turns in one process, and the medians of CPU time are
compared. Before a case is timed, the two results are compared field by field: the exit status is 1
if they differ in anything but the documented differences.
"""
