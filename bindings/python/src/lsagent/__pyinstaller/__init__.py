"""What PyInstaller asks for: where the hooks are."""

from __future__ import annotations

import os


def get_hook_dirs() -> list[str]:
    """The folder of the hooks."""
    return [os.path.dirname(__file__)]
