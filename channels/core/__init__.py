"""Written once for every channel: identity, text gate, limits, order, silent turns, privacy."""
