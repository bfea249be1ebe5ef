"""A license that is held on this device: activated once by its key, then opened at each start."""

import os
import sys
from typing import Optional

import lsagent

product = sys.argv[1]
key: Optional[str] = sys.argv[2] if len(sys.argv) > 2 else None
gives_up = len(sys.argv) > 3

with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()

agent = lsagent.Agent(
    api_key=os.environ["LSAGENT_API_KEY"],
    shared_key=os.environ["LSAGENT_SHARED_KEY"],
    base_url=os.environ["LSAGENT_BASE_URL"],
    ca_file=os.environ["LSAGENT_CA_FILE"],
    cache_dir=os.environ["LSAGENT_CACHE_DIR"],
    response_public_key=response_public_key,
)

try:
    try:
        activation = agent.open_activation(product)
    except lsagent.NotActivatedError:
        if key is None:
            sys.exit("This device has no license yet.")
        activation = agent.activate(product, license_key=key)
    entitlement = activation.check()
    print(entitlement.message)
    if gives_up:
        activation.deactivate()
        print("Another device may use the license now.")
except lsagent.ActivationLimitError:
    sys.exit("The license is in use on another device. Give it up there first.")
except lsagent.LsAgentError as error:
    sys.exit(f"The license cannot be checked now: {error}")

sys.exit(0 if entitlement else 1)
