"""Signs a person in through the identity provider of their organization, in a browser."""

import os
import sys

import lsagent

product, account = sys.argv[1:]
with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()


def show(url: str) -> bool:
    """On a thread of the agent. An application with a browser of its own would return True."""
    print("Please sign in in your browser.", flush=True)
    return False


with lsagent.Agent(
    # An OAuth client in the place of the API key and the shared key.
    client_id=os.environ["LSAGENT_CLIENT_ID"],
    client_secret=os.environ["LSAGENT_CLIENT_SECRET"],
    base_url=os.environ["LSAGENT_BASE_URL"],
    ca_file=os.environ.get("LSAGENT_CA_FILE"),
    cache_dir=os.environ["LSAGENT_CACHE_DIR"],
    response_public_key=response_public_key,
) as agent:
    try:
        # A user who signed in before needs no browser, for as long as the store answers.
        licenses = agent.licenses(product, remembered=True, policy=lsagent.Policy.CACHE_FIRST)
    except lsagent.StoreError:
        try:
            licenses = agent.sso_sign_in(product, account, timeout=120, show=show)
        except lsagent.CallTimeoutError:
            sys.exit("Nobody has signed in.")
        except lsagent.LsAgentError as error:
            sys.exit(f"The sign-in has failed: {error}")

for license in licenses:
    print(license.license_type, "for", license.holder.email if license.holder else "nobody")
