"""AscendEX's sockets, https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket."""
