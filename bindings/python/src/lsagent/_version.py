"""The version; the wheel and the library in it have the same."""

__version__ = "0.2.0"
