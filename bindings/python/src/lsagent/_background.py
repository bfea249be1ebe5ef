"""Answers for a coroutine. Imported when the first is asked for."""

from __future__ import annotations

import asyncio
from functools import partial

from ._handle import HELD_AT_EXIT_SECONDS, is_ending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._handle import Handle
    from ._questions import Outcome, Question
    from ._values import Owned


async def answer(question: Question, handle: Handle) -> Owned:
    """Cancelling the coroutine cancels the call."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Outcome] = loop.create_future()

    def receive(outcome: Outcome) -> None:
        settle: Callable[[], object] = partial(_settle, future, outcome)
        if is_ending():
            # As `hold_at_exit` holds a thread.
            settle = partial(loop.call_later, HELD_AT_EXIT_SECONDS, settle)
        try:
            loop.call_soon_threadsafe(settle)
        except RuntimeError:
            # The loop is closed: nobody waits any more, and the outcome goes with this frame.
            pass

    with question.start(handle, receive) as task:
        outcome = await future
        task.is_over = True
    return outcome.take()


def _settle(future: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not future.done():
        future.set_result(outcome)


async def close(handle: Handle) -> None:
    await asyncio.get_running_loop().run_in_executor(None, handle.close)
