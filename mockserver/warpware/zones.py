"""How far two ZIP codes lie apart, in shipping zones from 1 (near) to 8 (far).

The document does not speak of distance. The zones are the usual ones, by miles, between rough centres of the areas
that a ZIP code's first three digits name: a state, or a part of a large one.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS_MILES = 3959
_ZONE_ENDS = (50, 150, 300, 600, 1000, 1400, 1800)
"""Miles up to which zones 1 to 7 reach; beyond the last one it is zone 8."""

_AREAS = (
    # the last of an area's three-digit prefixes, then latitude and longitude of its centre
    (9, 18.2, -66.4), (27, 42.3, -71.8), (29, 41.7, -71.5), (38, 43.4, -71.5), (49, 45.0, -69.2),
    (59, 44.0, -72.7), (69, 41.6, -72.7), (89, 40.2, -74.6), (99, 40.7, -74.0), (119, 40.8, -73.8),
    (149, 42.8, -75.8), (169, 40.5, -79.2), (196, 40.3, -76.0), (199, 39.2, -75.5), (205, 38.9, -77.0),
    (219, 39.1, -76.7), (246, 37.6, -78.3), (268, 38.6, -80.8), (289, 35.6, -79.6), (299, 34.0, -81.0),
    (319, 33.2, -83.6), (325, 30.4, -84.5), (349, 27.6, -81.4), (369, 32.8, -86.8), (385, 35.8, -86.6),
    (397, 32.7, -89.7), (399, 33.7, -84.4), (427, 37.7, -85.2), (459, 40.2, -82.7), (479, 40.0, -86.2),
    (499, 43.3, -84.9), (528, 42.0, -93.4), (549, 44.2, -89.2), (567, 45.4, -94.4), (577, 44.3, -99.6),
    (588, 47.4, -99.9), (599, 46.8, -110.0), (629, 40.5, -89.0), (658, 38.4, -92.4), (679, 38.5, -97.4),
    (693, 41.2, -98.6), (714, 30.9, -91.9), (729, 34.9, -92.4), (732, 35.4, -97.5), (733, 30.3, -97.7),
    (749, 35.6, -96.5), (769, 32.4, -97.2), (789, 29.6, -97.0), (799, 32.2, -102.6), (816, 39.0, -105.4),
    (831, 43.0, -107.5), (838, 44.2, -114.7), (847, 39.9, -111.7), (865, 33.6, -112.0), (884, 34.6, -106.2),
    (898, 38.4, -117.0), (935, 34.1, -118.0), (961, 38.2, -121.7), (966, 37.7, -122.4), (968, 21.2, -157.6),
    (969, 13.4, 144.8), (979, 44.4, -121.8), (994, 47.4, -120.8), (999, 61.8, -149.9),
)  # fmt: skip  # a map reads best in few lines

_LAST_PREFIXES = [last for last, _, _ in _AREAS]


@lru_cache(maxsize=4096)
def _zone(one: int, other: int) -> int:
    return bisect_left(_ZONE_ENDS, _miles(_centre(one), _centre(other))) + 1


def zone_between(origin_zip: str, destination_zip: str) -> int:
    """The same in both directions. ZIP codes begin with five digits; of those, three count."""
    one, other = sorted((int(origin_zip[:3]), int(destination_zip[:3])))
    if one == other:
        return 1
    # Different places of one area are near, but not next door.
    return max(2, _zone(one, other))


def _centre(prefix: int) -> tuple[float, float]:
    _, latitude, longitude = _AREAS[bisect_left(_LAST_PREFIXES, prefix)]
    return radians(latitude), radians(longitude)


def _miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On a great circle, by the haversine formula."""
    (latitude, longitude), (to_latitude, to_longitude) = one, other
    across = sin((to_latitude - latitude) / 2) ** 2
    along = cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_MILES * asin(sqrt(across + along))
