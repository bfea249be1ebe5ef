
{callbacks}
# fmt: off
# name: (what it returns, what it takes); one line each, sorted.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
{functions}}
# fmt: on

