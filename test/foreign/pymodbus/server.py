"""A machine behind a Modbus TCP server of pymodbus: server.py <port> <memory folder> <pieces per second>.

Holding registers of unit 1, from address 0:
  0-1 GoodCount, 32 bit, low word first      2 ScrapCount, 16 bit
  3-4 Order, 32 bit, high word first         5 Lot   6 RejectReason   7 OrderComplete (0 or 1)
Commands on stdin, one per line, each answered with `ok` when it is remembered: `set <Tag> <value>`, `make <good> <scrap>`.
"""
import asyncio
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncTcpServer

HOST = "127.0.0.1"
SCAN_SECONDS = 0.02
# Set-up between what line control or an operator enters and the first piece.
SETUP_SCANS = 75
COUNTERS = {"GoodCount": 32, "ScrapCount": 16}
FIGURES = ["MadeGood", "MadeScrap", "DueGood", "DueScrap", "Order", "Lot", "RejectReason", "OrderComplete"]


class Memory(dict):
    """Survives a kill: lines `Name=value` in a file that is replaced as a whole."""

    def __init__(self, folder):
        super().__init__({name: 0 for name in [*COUNTERS, *FIGURES]})
        self.path = os.path.join(folder, "memory")
        if os.path.exists(self.path):
            with open(self.path, encoding="utf8") as file:
                self.update((name, int(value)) for name, value in (line.strip().split("=", 1) for line in file))

    def store(self):
        with open(self.path + ".next", "w", encoding="utf8") as file:
            file.writelines(f"{name}={value}\n" for name, value in self.items())
        os.replace(self.path + ".next", self.path)


class Machine:
    def __init__(self, memory, pieces_per_second):
        self.memory = memory
        self.rate = pieces_per_second
        self.owed = 0.0
        self.setup_scans = 0
        self.context = ModbusSlaveContext(hr=ModbusSequentialDataBlock(0, [0] * 16), zero_mode=True)
        self.show()

    def show(self):
        m = self.memory
        good, order = m["GoodCount"], m["Order"]
        words = [good & 0xFFFF, good >> 16, m["ScrapCount"], order >> 16, order & 0xFFFF]
        # One call: no client sees half of a 32-bit number.
        self.context.setValues(3, 0, [*words, m["Lot"], m["RejectReason"], m["OrderComplete"]])

    def remember(self):
        """Remembered first, shown afterwards: what a client has seen is never forgotten."""
        self.memory.store()
        self.show()

    def piece(self):
        """Every fifth piece is a reject as long as rejects are due."""
        m = self.memory
        is_fifth = (m["MadeGood"] + m["MadeScrap"]) % 5 == 4
        is_scrap = m["DueScrap"] > 0 and (is_fifth or m["DueGood"] == 0)
        name = "Scrap" if is_scrap else "Good"
        m[f"Due{name}"] -= 1
        m[f"Made{name}"] += 1
        m[f"{name}Count"] = (m[f"{name}Count"] + 1) % 2 ** COUNTERS[f"{name}Count"]

    def scan(self):
        m = self.memory
        if self.setup_scans > 0:
            self.setup_scans -= 1
            return
        before = m["MadeGood"] + m["MadeScrap"]
        self.owed += self.rate * SCAN_SECONDS
        while self.owed >= 1:
            self.owed -= 1
            if m["DueGood"] + m["DueScrap"] > 0:
                self.piece()
        if m["MadeGood"] + m["MadeScrap"] != before:
            self.remember()

    def obey(self, line):
        command, *rest = line.split()
        if command == "set":
            self.memory[rest[0]] = int(rest[1])
            self.setup_scans = SETUP_SCANS
        elif command == "make":
            self.memory["DueGood"] += int(rest[0])
            self.memory["DueScrap"] += int(rest[1])
        else:
            raise ValueError(f"no such command: {line}")
        self.remember()


async def scans(machine):
    while True:
        await asyncio.sleep(SCAN_SECONDS)
        machine.scan()


async def commands(machine):
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode():
        machine.obey(line)
        print("ok", flush=True)
    # Whoever started this has gone.
    os._exit(0)


async def main(port, folder, pieces_per_second):
    machine = Machine(Memory(folder), float(pieces_per_second))
    context = ModbusServerContext(slaves={1: machine.context}, single=False)
    # Without the reuse a server that was killed finds its own port taken for a minute, and says nothing.
    server = StartAsyncTcpServer(context=context, address=(HOST, int(port)), allow_reuse_address=True)
    await asyncio.gather(server, scans(machine), commands(machine))


asyncio.run(main(*sys.argv[1:]))
