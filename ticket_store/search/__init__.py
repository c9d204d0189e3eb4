"""The search: how texts become words, how those are kept with the tickets, and how each database is asked."""
