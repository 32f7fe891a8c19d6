"""freqtrade on the simulator. `python -m tests.freqtrade` runs the bot; the tests here need no bot running."""
