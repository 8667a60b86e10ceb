"""datetime, pickle and copy."""
import copy
import datetime as dt
import pickle
from datetime import date, datetime, time, timedelta, timezone


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), tuple(d.isocalendar()), d.toordinal(), d + timedelta(365), d.replace(day=1), d.strftime("%a %d %b %Y %j %U"), date.fromisoformat("2024-W09-4"), d.timetuple()[:8])
t = timedelta(days=1, hours=-3, milliseconds=5)
print(t, repr(t), t.total_seconds(), -t, abs(-t), t / 2, t // timedelta(hours=1), divmod(t, timedelta(hours=5)), t * 1.5, timedelta.max)
zone = timezone(timedelta(hours=5, minutes=30), "IST")
m = datetime(2023, 12, 31, 23, 59, 58, 123456, tzinfo=zone)
print(m, repr(m), m.isoformat(" ", "milliseconds"), m.astimezone(timezone.utc), m.utcoffset(), m.timestamp(), m.tzname(), m.date(), m.timetz(), m.ctime())
print(datetime.strptime("03/Feb/2021:04:05:06 +0200", "%d/%b/%Y:%H:%M:%S %z"), datetime.fromisoformat("2011-11-04T00:05:23Z"), datetime.fromtimestamp(0, timezone.utc), datetime.combine(d, time(1, 2)))
print(f"{m:%Y/%m/%d %I:%M %p}", m - datetime(2023, 1, 1, tzinfo=timezone.utc), m < m + t, time(12, 30).isoformat("minutes"), time.fromisoformat("04:05:06.5"), datetime.min, hash(m) == hash(m.astimezone(timezone.utc)))
attempt(lambda: datetime.strptime("x", "%Y"))
attempt(lambda: date.fromisoformat("nope"))
for protocol in range(6):
    print(pickle.loads(pickle.dumps([d, t, m, zone], protocol)) == [d, t, m, zone], end=" ")
print(copy.deepcopy(m) == m)


class Node:
    def __init__(self, name):
        self.name, self.links = name, []

    def __repr__(self):
        return f"Node({self.name})"


class Custom:
    def __init__(self, x):
        self.x = x

    def __getstate__(self):
        return {"x": self.x * 2}

    def __setstate__(self, state):
        self.x = state["x"] + 1


class Reduced(list):
    def __reduce__(self):
        return Reduced, (), {"tag": 1}, iter([1, 2])


a, b = Node("a"), Node("b")
a.links += [b, a]
b.links.append(a)
for protocol in range(6):
    again = pickle.loads(pickle.dumps((a, Custom(3), Reduced(), 1.5, 2**100, "é", b"\xff", {1, 2}, frozenset([3]), (), None, True, ..., len, Node), protocol))
    print(again[0].links[1] is again[0], again[0].links[0].links[0] is again[0], again[1].x, again[2], again[2].tag, again[3:12], again[-2:] == (len, Node))
shallow, deep = copy.copy(a), copy.deepcopy(a)
print(shallow.links is a.links, deep.links[1] is deep, deep.links[0] is not b, copy.copy(Custom(1)).x, copy.deepcopy({1: [2]}), copy.copy([1, [2]]))
attempt(lambda: copy.copy(x for x in ()))
attempt(lambda: copy.deepcopy({1: (x for x in ())}))
import io
import pickletools
stream = io.StringIO()
pickletools.dis(pickle.dumps({"a": [1, 2.5]}, 2), stream)
print(stream.getvalue())
