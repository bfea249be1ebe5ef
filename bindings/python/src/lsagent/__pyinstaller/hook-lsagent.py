"""Takes the shared library along, and the modules that are imported when they are first needed."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("lsagent")
hiddenimports = ["lsagent._background", "lsagent._records", "lsagent._sso", "lsagent._uipath"]
