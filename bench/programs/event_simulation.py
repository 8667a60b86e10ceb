"""A clinic as a simulation of discrete events: a heap of events, objects that wait in queues, a random generator of its own."""
import heapq
from collections import deque


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit

    def about(self, mean):
        """Between half of the mean and one and a half."""
        return mean * (0.5 + self.below(1000) / 1000.0)


class Patient:
    def __init__(self, number, arrival, needs):
        self.number = number
        self.arrival = arrival
        self.needs = needs
        self.stage = 0
        self.waited = 0.0
        self.queued_at = arrival

    def next_need(self):
        return self.needs[self.stage] if self.stage < len(self.needs) else None


class Station:
    def __init__(self, name, staff, mean):
        self.name = name
        self.idle = staff
        self.mean = mean
        self.queue = deque()
        self.treated = 0
        self.longest = 0

    def admit(self, clinic, patient):
        patient.queued_at = clinic.now
        if self.idle:
            self.begin(clinic, patient)
        else:
            self.queue.append(patient)
            self.longest = max(self.longest, len(self.queue))

    def begin(self, clinic, patient):
        self.idle -= 1
        patient.waited += clinic.now - patient.queued_at
        clinic.schedule(self.duration(clinic, patient), Treated(patient, self))

    def duration(self, clinic, patient):
        return clinic.random.about(self.mean)

    def release(self, clinic):
        self.idle += 1
        self.treated += 1
        if self.queue:
            self.begin(clinic, self.queue.popleft())


class Laboratory(Station):
    """Takes longer the more wait."""

    def duration(self, clinic, patient):
        return super().duration(clinic, patient) + 0.01 * len(self.queue)


class Event:
    def happen(self, clinic):
        raise NotImplementedError


class Arrival(Event):
    def __init__(self, number):
        self.number = number

    def happen(self, clinic):
        stations = clinic.stations
        needs = [stations[0]]
        for _ in range(clinic.random.below(3)):
            needs.append(stations[1 + clinic.random.below(len(stations) - 1)])
        patient = Patient(self.number, clinic.now, needs)
        clinic.inside += 1
        clinic.send_on(patient)
        if self.number < clinic.patients:
            clinic.schedule(clinic.random.about(1.0), Arrival(self.number + 1))


class Treated(Event):
    def __init__(self, patient, station):
        self.patient = patient
        self.station = station

    def happen(self, clinic):
        self.patient.stage += 1
        self.station.release(clinic)
        clinic.send_on(self.patient)


class Census(Event):
    def happen(self, clinic):
        clinic.censuses.append(clinic.inside)
        if clinic.inside:
            clinic.schedule(25.0, self)


class Clinic:
    def __init__(self, patients):
        self.now = 0.0
        self.patients = patients
        self.random = Random(2026)
        self.events = []
        self.numbers = 0
        self.inside = 0
        self.waited = 0.0
        self.stayed = 0.0
        self.censuses = []
        self.stations = [
            Station("reception", 2, 1.7),
            Station("doctor", 3, 5.5),
            Laboratory("laboratory", 2, 3.0),
            Station("x-ray", 1, 2.0),
        ]

    def schedule(self, delay, event):
        # The number keeps events of one time in order, and events from being compared.
        self.numbers += 1
        heapq.heappush(self.events, (self.now + delay, self.numbers, event))

    def send_on(self, patient):
        station = patient.next_need()
        if station is not None:
            station.admit(self, patient)
        else:
            self.inside -= 1
            self.waited += patient.waited
            self.stayed += self.now - patient.arrival

    def run(self):
        self.schedule(0.0, Arrival(1))
        self.schedule(25.0, Census())
        while self.events:
            self.now, _, event = heapq.heappop(self.events)
            event.happen(self)


def main():
    clinic = Clinic(100_000)
    clinic.run()
    print(clinic.numbers, f"{clinic.now:.6f} {clinic.waited:.6f} {clinic.stayed:.6f}", sum(clinic.censuses))
    for station in clinic.stations:
        print(station.name, station.treated, station.longest)


if __name__ == "__main__":
    main()
