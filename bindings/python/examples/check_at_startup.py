"""May this user run the product? The answer comes from the store where it can."""

import os
import sys

import lsagent

with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()

agent = lsagent.Agent(
    api_key=os.environ["LSAGENT_API_KEY"],
    shared_key=os.environ["LSAGENT_SHARED_KEY"],
    app=("example", "1.0"),
    # A test server's; leave these out for LicenseSpring's own.
    base_url=os.environ["LSAGENT_BASE_URL"],
    ca_file=os.environ["LSAGENT_CA_FILE"],
    cache_dir=os.environ["LSAGENT_CACHE_DIR"],
    response_public_key=response_public_key,
)

try:
    entitlement = agent.check("up", username=sys.argv[1], password=os.environ["LSAGENT_PASSWORD"])
except lsagent.CredentialsError:
    sys.exit("The email or the password is wrong.")
except lsagent.LsAgentError as error:
    # There is no answer. The application decides whether it starts now, not the library.
    sys.exit(f"The license cannot be checked now: {error}")

print(entitlement.message)
if not entitlement:
    sys.exit(1)
