/** Killed at full rate: how long until the next process leases again, and whether everything acknowledged is there. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, inFolder, round, spread, value } from './measure.ts';
import { intake, openBench, QUEUE, simulatedSink } from './plant.ts';

if (process.argv.includes('--child')) await work(process.argv.at(-2) ?? '', Number(process.argv.at(-1)));
else {
  await answer(({ short }) =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'j.sqlite');
      const times: number[] = [];
      let acknowledged = 0;
      for (let kill = 0; kill < (short ? 1 : 10); kill += 1) {
        acknowledged += await killed(file, kill, short ? 300 : 2_000);
        const since = performance.now();
        const journal = await openBench(file);
        value(await journal.lease(QUEUE.queue, 1));
        times.push(performance.now() - since);
        const stats = await journal.stats();
        if (stats.reservations < acknowledged)
          throw new Error(`${acknowledged} acknowledged, ${stats.reservations} found`);
        await journal.close();
      }
      return { kills: times.length, acknowledged, lost: 0, toFirstLeaseMs: spread(times.map((time) => round(time))) };
    }),
  );
}

async function killed(file: string, turn: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [import.meta.filename, '--child', file, String(turn)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let acknowledged = 0;
  child.on('message', (count) => {
    acknowledged = Number(count);
  });
  await new Promise((resolve) => child.once('message', resolve));
  await pause(afterMs);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  return acknowledged;
}

async function work(file: string, turn: number): Promise<void> {
  const journal = await openBench(file);
  simulatedSink(journal);
  const store = intake(journal);
  let next = turn * 1_000_000;
  let acknowledged = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      const n = next;
      next += 1;
      await store(n);
      acknowledged += 1;
      if (acknowledged % 100 === 0) process.send?.(acknowledged);
    }
  };
  await Promise.all(Array.from({ length: 500 }, one));
}
