"""WOO X and AscendEX on loopback: both venues' REST protocols over a real matching engine."""

from .clock import ManualClock, SystemClock
from .faults import Fault
from .simulator import Simulator

__all__ = ["Fault", "ManualClock", "Simulator", "SystemClock"]
