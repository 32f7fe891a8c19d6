"""AscendEX: the futures endpoints and sockets over the engine."""
