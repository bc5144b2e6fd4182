"""Many papers at once: laid out by a process for each core, handed back in their order."""

import atexit
import gc
import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from registry.engine import papers

FEW = 6  # papers: fewer are done sooner than two processes come up
AHEAD = 8  # papers a core: what waits for the one who stores them stays small
CORES = 2
SWEEP = 16  # papers after which a child clears its memory; in between the collector only costs time

_style: list = []  # what the children of this process find loaded
_drawn = itertools.count(1)
atexit.register(_style.clear)


def cores() -> int:
    """How many processes may lay out papers: two are asked for, a smaller machine gives fewer."""
    return min(CORES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def print_all(asked: Iterable[tuple[str, dict]]) -> Iterator[bytes]:
    """(template, values) after (template, values) → PDF/A-2a after PDF/A-2a, the very bytes that `papers.pdf` gives.

    The values are asked for in this process (they read the database); children only fill the template and lay out.
    A child that is killed breaks the work off with BrokenProcessPool, so that nobody waits for its paper for ever.
    """
    asked = iter(asked)
    first = list(itertools.islice(asked, FEW))
    _style[:] = [papers.warm()]
    if len(first) < FEW or cores() == 1:
        yield from itertools.starmap(_draw, itertools.chain(first, asked))
        return
    # The children are forked after the first paper: they find WeasyPrint, style and fonts loaded, and never touch
    # the database. What the parent holds is frozen, so that a child does not copy it only to look for garbage.
    yield _draw(*first[0])
    fork = multiprocessing.get_context("fork")
    gc.freeze()
    try:
        with ProcessPoolExecutor(cores(), mp_context=fork, initializer=_begin) as pool:
            waiting: deque = deque()
            for one in itertools.chain(first[1:], asked):
                waiting.append(pool.submit(_draw, *one))
                if len(waiting) > AHEAD * cores():
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        gc.unfreeze()


def _begin():
    """A child lives for one batch: it clears its memory now and then instead of all the time."""
    gc.disable()


def _draw(template: str, values: dict) -> bytes:
    if not gc.isenabled() and next(_drawn) % SWEEP == 0:
        gc.collect()
    return papers.pdf(papers.html(template, values), _style[0])
