"""The same beside a running event loop, with a way to give up."""

import asyncio
import os
import sys

import lsagent

with open(os.environ["LSAGENT_PUBLIC_KEY_FILE"], encoding="utf-8") as file:
    response_public_key = file.read()


async def draw_frames() -> None:
    """Stands for the work of the application meanwhile."""
    while True:
        await asyncio.sleep(0.02)


async def main() -> int:
    frames = asyncio.ensure_future(draw_frames())
    async with lsagent.Agent(
        api_key=os.environ["LSAGENT_API_KEY"],
        shared_key=os.environ["LSAGENT_SHARED_KEY"],
        base_url=os.environ["LSAGENT_BASE_URL"],
        ca_file=os.environ["LSAGENT_CA_FILE"],
        cache_dir=os.environ["LSAGENT_CACHE_DIR"],
        response_public_key=response_public_key,
    ) as agent:
        call = agent.check_async(
            "up", username=sys.argv[1], password=os.environ["LSAGENT_PASSWORD"]
        )
        try:
            entitlement = await asyncio.wait_for(call, timeout=10)
        except asyncio.TimeoutError:
            print("given up: the call is cancelled")
            return 3
    frames.cancel()
    print(entitlement.message)
    return 0 if entitlement else 1


sys.exit(asyncio.run(main()))
