"""Clock, prices, matching, money: what both venues run on."""
