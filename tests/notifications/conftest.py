"""Makes `servers` importable: with --import-mode=importlib a test folder is not on the path by itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
