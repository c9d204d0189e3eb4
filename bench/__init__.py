"""What `make bench`, `make bench-nlu` and `make nlu-report` run."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
