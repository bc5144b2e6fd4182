"""The optimum itself, on bare arrays: an assignment problem with capacities, solved exactly.

A pair weighs `base + fit` with `base` greater than any two totals of fit can differ, so the heaviest assignment
serves the most mentees and, among those that do, has the greatest fit. All weights are integers far below 2^53, where
a double still counts exactly; `weigh` refuses others. A forbidden pair weighs nothing, the same as no pair, and is
dropped from the answer, so it never uses up a place.

Worked example: fits [[5, 1], [4, −]] for two mentees and two mentors with one place each. The greatest single fit is
5, but it leaves the second mentee out. Two mentees and fits up to 5 give base 2·3·5 + 1 = 31: [[36, 32], [35, 0]].
The heaviest assignment is 32 + 35 = 67 = 2·31 + 5: two served with a total fit of 5.

Which of several optima is taken, and what a change would cost, follow from the residual network (Ahuja, Magnanti,
Orlin, Network Flows, 1993, ch. 9): a mentee may leave his mentor for another one who then parts with a mentee of his,
and so on until somebody takes a free place or stays without a mentor.
"""

from dataclasses import dataclass

import numpy as np

NONE = -1
EXACT = 2**53


@dataclass(frozen=True)
class Weighed:
    """Weights of the pairs (0 where forbidden), and the base that counts the served."""

    loss: np.ndarray
    """Minus the weight, as the solver minimises; doubles that are integers."""
    base: int

    def split(self, weight: float) -> tuple[int, int]:
        """How many served and how much fit a total weight stands for."""
        served = round(weight / self.base)
        return served, round(weight) - served * self.base


def weigh(fit: np.ndarray, allowed: np.ndarray) -> Weighed:
    """Raises OverflowError when the fits are too great to be counted exactly; weights of people.py never are."""
    most = max(abs(int(fit.max())), abs(int(fit.min())), 1) if fit.size else 1
    base = 2 * (fit.shape[0] + 1) * most + 1
    if 4 * (max(fit.shape, default=0) + 1) * (base + most) >= EXACT:
        raise OverflowError(f"a fit of {most} for {fit.shape[0]} mentees is too great to be counted exactly")
    loss = np.subtract(-base, fit, dtype=np.float64)
    loss *= allowed
    return Weighed(loss, base)


def assign(weighed: Weighed, places: np.ndarray) -> np.ndarray:
    """For each mentee (row) the column of the mentor, or NONE; deterministic for the same arrays."""
    from scipy.optimize import linear_sum_assignment  # takes 0.7 s to import: only where pairs are looked for

    match = np.full(weighed.loss.shape[0], NONE)
    if not weighed.loss.size:
        return match
    loss = weighed.loss
    askers = np.count_nonzero(loss, axis=0)
    slots = np.repeat(np.arange(len(places)), np.minimum(np.maximum(places, 0), askers))
    rows = np.flatnonzero(loss.any(axis=1))
    if not len(slots):
        return match
    if len(rows) < loss.shape[0]:
        loss = loss[rows]
    if not np.array_equal(slots, np.arange(loss.shape[1])):
        loss = loss[:, slots]
    found, taken = linear_sum_assignment(loss)
    real = loss[found, taken] != 0
    match[rows[found[real]]] = slots[taken[real]]
    return match


class Residual:
    """What it costs to move people around an optimal assignment. The last node stands for «without a mentor».

    `cost[to, start]` is the least loss of moving one mentee from mentor `start` to mentor `to`; a free place counts
    as held by nobody, who sits in the last node and moves for nothing.
    """

    def __init__(self, weighed: Weighed, places: np.ndarray, match: np.ndarray):
        rows, columns = weighed.loss.shape
        self.nowhere = columns
        self.match = np.where(match == NONE, columns, match)
        self.weight = np.zeros((rows, columns + 1))
        np.negative(weighed.loss, out=self.weight[:, :columns])
        self.own = self.weight[np.arange(rows), self.match]
        self.used = np.bincount(self.match, minlength=columns + 1)
        self.places = np.append(places, rows + 1)
        self.spare = self.places > self.used
        self.can = self.weight > 0
        self.can[:, columns] = True
        self.cost = self._cheapest_moves()

    def _cheapest_moves(self) -> np.ndarray:
        nodes = self.nowhere + 1
        leaving = np.full((nodes, nodes), np.inf)
        moves = self.own[:, None] - self.weight
        np.copyto(moves, np.inf, where=~self.can)
        _, first = np.unique(self.match, return_index=True)
        leaving[self.match[first]] = moves[first]
        for row in np.setdiff1d(np.arange(len(moves)), first).tolist():  # the others whom these mentors hold
            cheapest = leaving[self.match[row]]
            np.minimum(cheapest, moves[row], out=cheapest)
        cost = np.ascontiguousarray(leaving.T)
        cost[self.nowhere, self.spare] = np.minimum(cost[self.nowhere, self.spare], 0)
        in_use = self.used > 0
        cost[in_use, self.nowhere] = np.minimum(cost[in_use, self.nowhere], 0)
        return cost

    def distances(self, target: int) -> np.ndarray:
        """The least loss of making room at each mentor by moves that end at `target` (Bellman and Ford).

        An optimal assignment has no move around a circle that gains, so there are no more rounds than nodes. Raises
        ValueError where there are: then the assignment is not the optimum of these weights.
        """
        best = np.full(self.nowhere + 1, np.inf)
        best[target] = 0
        changed = np.array([target])
        for _ in range(len(best) + 1):
            if not len(changed):
                return best
            offered = (self.cost[changed] + best[changed, None]).min(axis=0)
            closer = offered < best
            best[closer] = offered[closer]
            changed = np.flatnonzero(closer)
        raise ValueError("the assignment is not an optimum of these weights: solve the problem first")


def settle(residual: Residual, weighed: Weighed) -> np.ndarray:
    """The canonical one of all optima: each mentee in turn gets the first mentor who leaves the optimum intact.

    A move belongs to another optimum exactly when it loses nothing at the prices of an optimal dual; those prices are
    the costs of making room. A mentee may take an earlier mentor if such moves lead from there back to his own place.
    """
    price = residual.distances(residual.nowhere)
    value = residual.weight - price
    tight = residual.can & (value == value[np.arange(len(value)), residual.match][:, None])
    earlier = tight & (np.arange(residual.nowhere + 1) < residual.match[:, None])
    match = residual.match
    if earlier.any():
        match = _Swaps(residual, tight, price == 0).run()
    return np.where(match == residual.nowhere, NONE, match)


class _Swaps:
    """Moves that lose nothing, as sets of bits: an integer per mentor holds the mentees who may move to him."""

    def __init__(self, residual: Residual, tight: np.ndarray, is_free: np.ndarray):
        self.nowhere = residual.nowhere
        self.holder = residual.match.tolist()
        self.places = residual.places.tolist()
        self.is_free = is_free.tolist()
        self.choices = _bits(tight)
        self.movers = _bits(np.ascontiguousarray(tight.T))
        self.held = [0] * (self.nowhere + 1)
        for mentee, mentor in enumerate(self.holder):
            self.held[mentor] |= 1 << mentee
        self.unsettled = (1 << len(self.holder)) - 1
        self.can_part = sum(1 << mentor for mentor in range(self.nowhere) if self._has_room(mentor))

    def run(self) -> np.ndarray:
        for mentee in range(len(self.holder)):
            own = self.holder[mentee]
            self.unsettled &= ~(1 << mentee)
            self._look_at(own)
            wanted = self.choices[mentee] & ((1 << own) - 1) & self.can_part
            if wanted:
                self._improve(mentee, own, wanted)
        return np.array(self.holder)

    def _improve(self, mentee: int, own: int, wanted: int) -> None:
        """Gives the mentee the first of the wanted mentors from whom moves lead back to the place he leaves."""
        came = self._reach(own, wanted & -wanted)
        reached = [mentor for mentor in came if wanted >> mentor & 1]
        if not reached:
            return
        node = min(reached)
        self._move(mentee, own, node)
        while node != own:
            mover, onward = came[node]
            if mover != NONE:
                self._move(mover, node, onward)
            node = onward

    def _reach(self, own: int, first: int) -> dict[int, tuple[int, int]]:
        """From which mentors moves lead to `own`: node → (who moves, where to). Stops once the first wish is there."""
        came: dict[int, tuple[int, int]] = {}
        goal = first.bit_length() - 1
        unseen, queue, ready = self.unsettled, [], [(own, NONE, own)]
        while ready:
            node, mover, onward = ready.pop()
            came.setdefault(node, (mover, onward))
            movers = self.movers[node] & unseen
            if hit := movers & self.held[goal]:
                came.setdefault(goal, (hit.bit_length() - 1, node))
            if node == self.nowhere:
                ready += [(place, NONE, node) for place in self._spare() if place not in came]
            elif self.is_free[node] and self.nowhere not in came:
                ready.append((self.nowhere, NONE, node))
            if goal in came:
                break
            unseen &= ~(movers | self.held[node])
            queue.append((node, movers))
            if not ready:
                self._next(queue, came, ready)
        return came

    def _next(self, queue: list, came: dict, ready: list) -> None:
        """Takes one mentee who may move to a place already reached, and looks at the mentor whom he would leave."""
        while queue and not ready:
            onward, movers = queue.pop()
            while movers and not ready:
                mover = movers.bit_length() - 1
                movers ^= 1 << mover
                if self.holder[mover] not in came:
                    ready.append((self.holder[mover], mover, onward))
            if movers:
                queue.append((onward, movers))

    def _spare(self) -> list[int]:
        return [place for place in range(self.nowhere) if self.held[place].bit_count() < self.places[place]]

    def _has_room(self, mentor: int) -> bool:
        return bool(self.held[mentor] & self.unsettled) or self.held[mentor].bit_count() < self.places[mentor]

    def _look_at(self, mentor: int) -> None:
        """Notes whether somebody may still come to the mentor: others have settled, or left."""
        if mentor != self.nowhere:
            bit = 1 << mentor
            self.can_part = self.can_part | bit if self._has_room(mentor) else self.can_part & ~bit

    def _move(self, mentee: int, start: int, to: int) -> None:
        self.holder[mentee] = to
        self.held[start] ^= 1 << mentee
        self.held[to] |= 1 << mentee
        self._look_at(start)
        self._look_at(to)


def _bits(marks: np.ndarray) -> list[int]:
    """Each row of true and false as one integer whose lowest bit is the first column."""
    packed = np.packbits(marks, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
