"""An application that reacts to a license that changes while it runs, and writes a log."""

import logging
import os
import queue
import sys
from typing import Optional

import lsagent

logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stdout)
logger = logging.getLogger("licensing")
changes: "queue.Queue[Optional[lsagent.Refresh]]" = queue.Queue()


def log(level: lsagent.LogLevel, message: str) -> None:
    logger.log(50 - 10 * level, "%s", message)


with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()

with lsagent.Agent(
    api_key=os.environ["LSAGENT_API_KEY"],
    shared_key=os.environ["LSAGENT_SHARED_KEY"],
    base_url=os.environ["LSAGENT_BASE_URL"],
    ca_file=os.environ["LSAGENT_CA_FILE"],
    cache_dir=os.environ["LSAGENT_CACHE_DIR"],
    response_public_key=response_public_key,
    refresh_after=0,
    # On a thread of the agent: hand it over, and do the work elsewhere.
    on_refresh=changes.put,
    on_log=log,
    log_level=lsagent.LogLevel.WARNING,
) as agent:
    user = lsagent.Credentials.from_password(sys.argv[1], os.environ["LSAGENT_PASSWORD"])
    print(agent.check("up", credentials=user).message)
    if len(sys.argv) > 2:
        # Asked again, the store answers at once, and the server is asked behind it.
        input("Press Enter to ask again. ")
        agent.check("up", credentials=user)
        change = changes.get(timeout=30)
        assert change is not None
        print("the licenses have changed" if change.changed else change.error)
