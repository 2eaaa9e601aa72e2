/**
 * Throughput and latency of the whole path with full durability, event-loop delay, memory and processor time, at several
 * rates. Processor time depends far less on what else the machine does than anything that a clock on the wall says.
 */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import { answer, type BenchOptions, type Figures, inFolder, megabytes, round, spread } from './measure.ts';
import { intake, openBench, simulatedSink } from './plant.ts';

/** Events on their way to the disk at once, when the source sends as fast as it is acknowledged. */
const IN_FLIGHT = 1_000;

async function measured(
  journal: Journal,
  run: (one: () => Promise<void>) => Promise<void>,
  from: number,
): Promise<Figures> {
  const sink = simulatedSink(journal);
  const store = intake(journal);
  const latencies: number[] = [];
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(process.memoryUsage().rss), 1_000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let next = from;
  const one = async (): Promise<void> => {
    const arrivedAt = performance.now();
    const n = next;
    next += 1;
    await store(n);
    latencies.push(performance.now() - arrivedAt);
  };
  delay.enable();
  const since = performance.now();
  const busy = performance.eventLoopUtilization();
  const spent = processorTime();
  await run(one);
  while (sink.settled() < latencies.length) await pause(1);
  const seconds = (performance.now() - since) / 1_000;
  delay.disable();
  clearInterval(watch);
  sink.stop();
  const { all, main } = processorTime();
  const perEvent = (us: number): number => round(us / latencies.length);
  const half = memory.slice(memory.length >> 1);
  return {
    events: latencies.length,
    perSecond: Math.round(latencies.length / seconds),
    arrivalToDurableMs: spread(latencies),
    eventLoopDelayMs: { p50: round(delay.percentile(50) / 1e6, 2), p99: round(delay.percentile(99) / 1e6, 2) },
    mainThreadBusy: round(performance.eventLoopUtilization(busy).utilization, 2),
    processorUsPerEvent: {
      mainThread: perEvent(main - spent.main),
      journalAndHelpers: perEvent(all - main - (spent.all - spent.main)),
    },
    processorsInUse: round((all - spent.all) / (seconds * 1e6), 2),
    memoryMb: { atHalf: megabytes(half[0] ?? 0), atEnd: megabytes(half.at(-1) ?? 0) },
  };
}

/** Microseconds since the process began: of all threads, and of this one, which runs the nodes. */
function processorTime(): { readonly all: number; readonly main: number } {
  const [all, main] = [process.cpuUsage(), process.threadCpuUsage()];
  return { all: all.user + all.system, main: main.user + main.system };
}

/** What the machine does to a process that does nothing: on a crowded one it bounds every other delay. */
async function atRest(short: boolean): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(short ? 200 : 2_000);
  delay.disable();
  return { eventLoopDelayMs: { p50: round(delay.percentile(50) / 1e6, 2), p99: round(delay.percentile(99) / 1e6, 2) } };
}

/** As fast as it is acknowledged. */
const closed = (seconds: number) => async (one: () => Promise<void>) => {
  const end = performance.now() + seconds * 1_000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) await one();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
};

/** At a fixed rate, whether or not the journal keeps up: a source does not wait for us. */
const open = (perSecond: number, seconds: number) => async (one: () => Promise<void>) => {
  const running: Promise<void>[] = [];
  const since = performance.now();
  for (let sent = 0; sent < perSecond * seconds; ) {
    const wanted = Math.min(perSecond * seconds, ((performance.now() - since) / 1_000) * perSecond);
    for (; sent < wanted; sent += 1) running.push(one());
    await pause(1);
  }
  await Promise.all(running);
};

await answer(({ short, seconds }: BenchOptions) =>
  inFolder(async (folder) => {
    const rest = await atRest(short);
    const journal = await openBench(path.join(folder, 'j.sqlite'));
    await measured(journal, closed(short ? 0.2 : 3), 0); // until the compiler has seen everything
    // First: a rate that the machine cannot carry leaves a peak of memory behind.
    const sustained = await measured(journal, closed(seconds), 5_000_000);
    const rates: Record<string, Figures> = {};
    for (const [index, rate] of (short ? [500] : [500, 2_000, 5_000]).entries()) {
      rates[rate] = await measured(journal, open(rate, Math.min(seconds, 15)), (index + 1) * 1_000_000);
    }
    await journal.close();
    return { atRest: rest, sustained, atFixedRate: rates };
  }),
);
