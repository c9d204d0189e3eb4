"""What every room may import, Rasa's too: pure helpers of the standard library only (Python 3.10)."""
