"""A user's licenses, for a dialog: from the server, or from the store when that is away."""

import os
import sys

import lsagent

with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()

with lsagent.Agent(
    api_key=os.environ["LSAGENT_API_KEY"],
    shared_key=os.environ["LSAGENT_SHARED_KEY"],
    base_url=os.environ["LSAGENT_BASE_URL"],
    ca_file=os.environ["LSAGENT_CA_FILE"],
    cache_dir=os.environ["LSAGENT_CACHE_DIR"],
    response_public_key=response_public_key,
) as agent:
    user = lsagent.Credentials.from_password(sys.argv[1], os.environ["LSAGENT_PASSWORD"])
    licenses = agent.licenses("up", credentials=user)

print(f"{len(licenses)} licenses, as of {licenses.fetched_at:%Y-%m-%d %H:%M} UTC")
if licenses.fallback is not None:
    print("The server cannot be reached:", licenses.fallback)
for license in licenses:
    end = license.validity_period
    print(license.id, license.license_type, f"until {end:%Y-%m-%d}" if end else "without an end")
    for feature in license.product_features:
        allowed = licenses.check("up", feature.code)
        print(" ", feature.code, "yes" if allowed else allowed.message)
