"""Recorded socket sessions: ``cassettes/<venue>/streams/<name>.jsonl``.

The first line says where a session is from. Each further line is something that happened, at so many
milliseconds from the start: a call of the exchange class and what it delivered, a connection opened or
closed, a frame or a REST message sent or received by the class.
"""
