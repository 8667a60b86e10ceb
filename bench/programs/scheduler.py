"""The kernel of a small operating system: tasks of different kinds with priorities, linked queues of packets, devices that answer later."""

READY, WAITING, HELD = range(3)
READ, WRITE, DONE = range(3)


class Packet:
    def __init__(self, kind, owner, size):
        self.kind = kind
        self.owner = owner
        self.size = size
        self.next = None
        self.data = [0] * size


class Mailbox:
    """A linked queue."""

    def __init__(self):
        self.first = None
        self.last = None

    def put(self, packet):
        packet.next = None
        if self.first is None:
            self.first = packet
        else:
            self.last.next = packet
        self.last = packet

    def take(self):
        packet = self.first
        if packet is not None:
            self.first = packet.next
        return packet

    def is_empty(self):
        return self.first is None


class Task:
    def __init__(self, kernel, name, priority):
        self.kernel = kernel
        self.name = name
        self.priority = priority
        self.state = WAITING
        self.mailbox = Mailbox()
        self.runs = 0

    def deliver(self, packet):
        self.mailbox.put(packet)
        if self.state == WAITING:
            self.state = READY

    def step(self):
        """One turn: with a packet, if there is one."""
        self.runs += 1
        packet = self.mailbox.take()
        self.run(packet)
        if self.state == READY and self.mailbox.is_empty() and not self.has_more():
            self.state = WAITING

    def run(self, packet):
        raise NotImplementedError

    def has_more(self):
        return False


class Clock(Task):
    """Always ready, and last in order: lets devices go on when nobody else has work."""

    def __init__(self, kernel, ticks):
        super().__init__(kernel, "clock", 0)
        self.left = ticks
        self.noise = 1
        self.state = READY

    def run(self, packet):
        self.left -= 1
        if self.left == 0:
            self.kernel.is_running = False
        self.noise = self.noise >> 1 ^ (0xB400 if self.noise & 1 else 0)
        devices = self.kernel.devices
        devices[self.noise % len(devices)].release()

    def has_more(self):
        return True


class Device(Task):
    """Answers a request at a time, once the clock has let it go on."""

    def __init__(self, kernel, name, priority):
        super().__init__(kernel, name, priority)
        self.current = None
        self.served = 0

    def run(self, packet):
        if self.current is not None:
            answered, self.current = self.current, None
            self.served += answered.size
            self.transfer(answered)
            answered.owner.deliver(answered)
        if packet is not None:
            self.current = packet
            self.state = HELD

    def transfer(self, packet):
        raise NotImplementedError

    def release(self):
        if self.state == HELD:
            self.state = READY


class Disk(Device):
    def transfer(self, packet):
        data = packet.data
        for index in range(packet.size):
            data[index] = (self.served + index * 7) & 0xFF
        packet.kind = WRITE


class Printer(Device):
    def __init__(self, kernel, name, priority):
        super().__init__(kernel, name, priority)
        self.check = 0

    def transfer(self, packet):
        check = self.check
        for byte in packet.data:
            check = (check * 33 + byte) & 0xFFFFFF
        self.check = check
        packet.kind = DONE


class Copier(Task):
    """Reads from a disk, encodes, and prints; always with several packets on their way."""

    def __init__(self, kernel, name, priority, disk, printer, packets):
        super().__init__(kernel, name, priority)
        self.disk = disk
        self.printer = printer
        self.copied = 0
        for number in range(packets):
            disk.deliver(Packet(READ, self, 4 + number))

    def run(self, packet):
        if packet is None:
            return
        if packet.kind == WRITE:
            self.encode(packet)
            self.printer.deliver(packet)
        else:
            self.copied += 1
            packet.kind = READ
            self.disk.deliver(packet)

    def encode(self, packet):
        data = packet.data
        for index in range(packet.size):
            data[index] ^= 0x55


class SlowCopier(Copier):
    """Takes two turns for a packet."""

    def __init__(self, kernel, name, priority, disk, printer, packets):
        super().__init__(kernel, name, priority, disk, printer, packets)
        self.half_done = None

    def run(self, packet):
        if self.half_done is not None:
            super().run(self.half_done)
        self.half_done = packet

    def has_more(self):
        return self.half_done is not None


class Kernel:
    def __init__(self, ticks):
        self.is_running = True
        self.clock = Clock(self, ticks)
        disks = [Disk(self, f"disk {number}", 50 - number) for number in range(2)]
        printers = [Printer(self, f"printer {number}", 40 - number) for number in range(2)]
        self.devices = disks + printers
        self.copiers = [
            Copier(self, "quick", 30, disks[0], printers[0], 4),
            SlowCopier(self, "slow", 20, disks[1], printers[0], 3),
            Copier(self, "crossing", 10, disks[1], printers[1], 5),
        ]
        # In the order of their priorities.
        self.tasks = sorted([self.clock, *self.devices, *self.copiers], key=lambda task: -task.priority)

    def choose(self):
        for task in self.tasks:
            if task.state == READY:
                return task
        return self.clock

    def run(self):
        switches = 0
        last = None
        while self.is_running:
            task = self.choose()
            if task is not last:
                switches += 1
                last = task
            task.step()
        return switches


def main():
    kernel = Kernel(150_000)
    print(kernel.run(), [copier.copied for copier in kernel.copiers])
    print([task.runs for task in kernel.tasks], [device.served for device in kernel.devices])
    print([printer.check for printer in kernel.devices[2:]])


if __name__ == "__main__":
    main()
