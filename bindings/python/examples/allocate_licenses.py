"""Gives licenses of a UiPath Automation Suite to users of an organization."""

import os
import sys

import lsagent

account, user, *bundles = sys.argv[1:]
with lsagent.UiPath(
    os.environ["LSAGENT_UIPATH_URL"],
    os.environ["LSAGENT_UIPATH_TOKEN"],
    ca_file=os.environ["LSAGENT_CA_FILE"],
) as uipath:
    try:
        for allocation in uipath.allocate(account, [user], bundles):
            print(allocation.user_id, "now has", *allocation.user_bundle_codes)
    except (lsagent.ConnectivityError, lsagent.AnswerError, lsagent.ServerError) as error:
        sys.exit(f"{error}\nLook up what the user has before you repeat this.")
