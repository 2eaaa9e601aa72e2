/** The disk's own rate: one page appended and made durable, again and again. Nothing durable is faster than this times its batch. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { answer, inFolder, spread } from './measure.ts';

await answer(({ short }) =>
  inFolder(async (folder) => {
    const handle = openSync(path.join(folder, 'probe'), 'w');
    const page = Buffer.alloc(4_096, 1);
    const times: number[] = [];
    const end = performance.now() + (short ? 200 : 5_000);
    while (performance.now() < end) {
      const since = performance.now();
      writeSync(handle, page);
      fdatasyncSync(handle);
      times.push(performance.now() - since);
    }
    closeSync(handle);
    const total = times.reduce((sum, time) => sum + time, 0);
    return { perSecond: Math.round((times.length / total) * 1_000), ms: spread(times) };
  }),
);
