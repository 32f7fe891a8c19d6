"""Candles in pandas, and a plot of them in a picture; cell by cell as in a notebook. No keys are needed.

pip install 'ascendex-woo-adapters[examples]'
python -m ascendex_woo_adapters examples/candles.py woo candles.png
"""

# %%
import sys

import ccxt
import matplotlib as mpl
import pandas as pd

mpl.use("agg")  # a picture, no window
import matplotlib.pyplot as plt

SYMBOL = "BTC/USDT:USDT"
exchange_id, picture = sys.argv[1:3]
exchange = getattr(ccxt, exchange_id)()

# %% The last four hours, minute by minute
columns = ["time", "open", "high", "low", "close", "volume"]
candles = pd.DataFrame(exchange.fetch_ohlcv(SYMBOL, "1m", limit=240), columns=columns)
candles["time"] = pd.to_datetime(candles["time"], unit="ms", utc=True)
candles = candles.set_index("time")
print(candles["close"].describe().round(2).to_string())

# %% Averages, and how much the price moved in each quarter of an hour
candles["fast"] = candles["close"].rolling(10).mean()
candles["slow"] = candles["close"].rolling(60).mean()
quarters = candles["close"].resample("15min").agg(["first", "last", "max", "min"])
print((quarters["max"] - quarters["min"]).round(2).tail(4).to_string())

# %% The picture
figure, (prices, volumes) = plt.subplots(2, sharex=True, figsize=(10, 6), height_ratios=[3, 1])
prices.fill_between(candles.index, candles["low"], candles["high"], color="lightgrey", label="low to high")
prices.plot(candles.index, candles["close"], color="black", linewidth=0.8, label="close")
prices.plot(candles.index, candles["fast"], color="tab:blue", label="average of 10 minutes")
prices.plot(candles.index, candles["slow"], color="tab:orange", label="average of 60 minutes")
prices.set_title(f"{SYMBOL} at {exchange.name}")
prices.set_ylabel("USDT")
prices.legend(loc="best")
volumes.bar(candles.index, candles["volume"], width=60 / 86_400, color="grey")
volumes.set_ylabel("volume")
figure.autofmt_xdate()
figure.tight_layout()
figure.savefig(picture, dpi=100)
