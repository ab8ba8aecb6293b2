"""The order in which each endpoint is told: as things fall due, but for what is held back to be overtaken."""

from __future__ import annotations

import bisect
import datetime
import heapq
from collections.abc import Iterator

from mockserver.core.delivery import Delivery
from mockserver.core.faults.plan import DeliveryPlan

Place = tuple[datetime.datetime, int, int, int]
"""When it is due; the number of the delivery whose turn it is among those due at that moment; 0, or its own number
where it comes behind that one; 0, or which copy it is. All chosen when it is queued, so that no thread's luck shows.
"""


class Errand:
    """One attempt to come. ``plan`` is what goes wrong with it; ``asked`` says that no rule is to be asked any more."""

    def __init__(self, delivery: Delivery, place: Place) -> None:
        self.delivery = delivery
        self.place = place
        self.plan: DeliveryPlan | None = None
        self.asked = False
        self.copy = 0
        self.waits = True
        self.earliest = place
        self.overtakers: list[Place] = []

    @classmethod
    def of(cls, delivery: Delivery, due: datetime.datetime) -> Errand:
        return cls(delivery, (due, delivery.number, 0, 0))

    def __repr__(self) -> str:
        return f"<Errand of {self.delivery!r} at {self.place}>"

    def __lt__(self, other: Errand) -> bool:
        return self.place < other.place

    @property
    def due(self) -> datetime.datetime:
        return self.place[0]

    def suffer(self, plan: DeliveryPlan | None) -> None:
        """Take on what goes wrong with it."""
        self.plan = plan
        if plan is not None and plan.delay:
            self.place = (self.place[0] + datetime.timedelta(seconds=plan.delay), *self.place[1:])

    def copies(self) -> Iterator[Errand]:
        """What comes right behind it: the same again."""
        if self.plan is None or self.plan.drop or self.copy:
            return
        for number in range(1, self.plan.copies + 1):
            copy = Errand(self.delivery, (*self.place[:3], number))
            copy.plan, copy.asked, copy.copy = self.plan, True, number
            yield copy

    @property
    def overtakes(self) -> bool:
        """Whether it overtakes what is held back: it is new, and neither held back itself nor lost."""
        is_new = not self.copy and not self.delivery.made
        return is_new and (self.plan is None or not (self.plan.behind or self.plan.drop))

    def stands_at(self, place: Place) -> bool:
        """Whether it waits there, and has not been put to another place since."""
        return self.waits and self.place == place

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do: a replay has brought the delivery home meanwhile."""
        return self.copy == 0 and self.delivery.state != "pending"


class Lane:
    """The errands of one endpoint. One that is held back stands where it would go by now: behind as many later
    ones as are to overtake it, or at the end of its patience, whichever comes first.
    """

    def __init__(self) -> None:
        self._queue: list[tuple[Place, Errand]] = []
        self._held: list[Errand] = []

    def __repr__(self) -> str:
        return f"<Lane {self.errands()}>"

    def errands(self) -> list[Errand]:
        return [errand for place, errand in self._queue if errand.stands_at(place)]

    def first(self) -> Errand | None:
        """What comes first, however late; it stays."""
        while self._queue:
            place, errand = self._queue[0]
            if errand.stands_at(place) and not errand.over:
                return errand
            heapq.heappop(self._queue)
        return None

    def take(self) -> Errand:
        """What comes first, out of the lane. There must be one."""
        errand = self.first()
        assert errand is not None, "whoever takes has looked"
        heapq.heappop(self._queue)
        errand.waits = False
        if errand in self._held:
            self._held.remove(errand)
        return errand

    def put(self, errand: Errand) -> None:
        """Into its place; what is held back may go right behind it."""
        errand.waits = True
        if errand.plan is not None and errand.plan.behind and not errand.copy:
            self._hold(errand, errand.plan)
            return
        self._stand(errand, errand.place)
        if errand.overtakes:
            for held in self._held:
                self._overtake(held, errand)

    def _hold(self, errand: Errand, plan: DeliveryPlan) -> None:
        patience = datetime.timedelta(seconds=plan.patience)
        errand.earliest = errand.place
        self._held.append(errand)
        self._stand(errand, (errand.due + patience, *errand.earliest[1:]))
        for other in self.errands():
            if other.overtakes:
                self._overtake(errand, other)

    def _overtake(self, held: Errand, by: Errand) -> None:
        assert held.plan is not None, "a rule has held it back"
        if by.delivery.number < held.delivery.number:
            return
        bisect.insort(held.overtakers, by.place)
        del held.overtakers[held.plan.behind :]
        if len(held.overtakers) == held.plan.behind:
            due, turn, *_ = held.overtakers[-1]
            place = max(held.earliest, (due, turn, held.delivery.number, 0))
            if place < held.place:
                self._stand(held, place)

    def _stand(self, errand: Errand, place: Place) -> None:
        errand.place = place
        if not errand.copy:
            errand.delivery.due = place[0]
        heapq.heappush(self._queue, (place, errand))
