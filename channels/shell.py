"""`python -m channels.shell …`: the `rasa` command, quiet about what its libraries will drop one day.

Importing Sanic asks Python to show every DeprecationWarning, whatever PYTHONWARNINGS says.
"""

from __future__ import annotations

import rasa.__main__
from rasa.utils.common import EXPECTED_WARNINGS


def main() -> None:
    EXPECTED_WARNINGS.append((DeprecationWarning, ""))  # Rasa's own list; the text is a prefix
    rasa.__main__.main()


if __name__ == "__main__":
    main()
