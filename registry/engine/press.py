"""Many papers at once: laid out by a process for each core, handed back in their order."""

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator

from registry.engine import papers

FEW = 6  # papers: fewer are done sooner than two processes come up
AHEAD = 8  # papers a core: what waits for the one who stores them stays small
CORES = 2


def cores() -> int:
    """How many processes may lay out papers: two are asked for, a smaller machine gives fewer."""
    return min(CORES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def print_all(markups: Iterable[str]) -> Iterator[bytes]:
    """HTML after HTML → PDF/A-2a after PDF/A-2a, the very bytes that `papers.pdf` gives.

    The markups are asked for in this process (they read the database); children only lay them out.
    """
    markups = iter(markups)
    first = list(itertools.islice(markups, FEW))
    if len(first) < FEW or cores() == 1:
        yield from map(papers.pdf, itertools.chain(first, markups))
        return
    papers.warm()
    # The children are forked: they find style, fonts and WeasyPrint loaded, and never touch the database.
    with multiprocessing.get_context("fork").Pool(cores()) as pool:
        waiting: deque = deque()
        for markup in itertools.chain(first, markups):
            waiting.append(pool.apply_async(papers.pdf, (markup,)))
            if len(waiting) > AHEAD * cores():
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()
