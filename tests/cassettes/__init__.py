"""Recorded HTTP exchanges: how they are made, what plays them, and what they prove.

``python -m tests.cassettes.record`` writes ``cassettes/<venue>/<origin>/<name>.yaml`` anew.
"""
