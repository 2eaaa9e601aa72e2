/** What the guard's question costs with few and with many keys, and the memory that takes. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createKeyStore } from '../../nodes/src/adapters/sqlite/key-store.ts';
import { openDatabase } from '../../nodes/src/adapters/sqlite/open.ts';
import { loadTallies } from '../../nodes/src/adapters/sqlite/tallies.ts';
import { upkeep } from '../../nodes/src/adapters/sqlite/upkeep.ts';
import { answer, type Figures, inFolder, megabytes, round, spread, value } from './measure.ts';

const hash = (n: number): Uint8Array => createHash('sha256').update(`k${n}`).digest().subarray(0, 16);
const LOOKS = 20_000;

await answer(({ short }) =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'j.sqlite');
    const db = value(openDatabase(file, 'bench'));
    const session = { db, tallies: loadTallies(db) };
    const keys = createKeyStore(session);
    const print = new Uint8Array(16);
    let stored = 0;
    const fill = (until: number): number => {
      const since = performance.now();
      const before = stored;
      while (stored < until) {
        db.exec('BEGIN');
        for (const end = Math.min(until, stored + 1_000); stored < end; stored += 1) {
          const row = { state: 2, fingerprint: print, lease: 1, retention: 1, first_seen: 1, message: stored };
          keys.add(hash(stored), row);
        }
        session.tallies.write();
        db.exec('COMMIT');
        session.tallies.committed();
        upkeep(session, [keys]);
      }
      return Math.round((stored - before) / ((performance.now() - since) / 1_000));
    };
    const look = (of: (i: number) => Uint8Array, isThere: boolean): Figures => {
      const wanted = Array.from({ length: LOOKS }, (_, i) => of(i));
      const times = wanted.map((key) => {
        const since = performance.now();
        const found = keys.find(key) !== undefined;
        const took = (performance.now() - since) * 1_000;
        if (found !== isThere) throw new Error('the key store is wrong');
        return took;
      });
      return spread(times);
    };
    const figures: Record<string, Figures> = {};
    for (const size of short ? [10_000, 100_000] : [10_000, 1_000_000, 10_000_000]) {
      const addedPerSecond = fill(size);
      figures[size] = {
        addedPerSecond,
        newKeyUs: look((i) => hash(1e9 + i), false),
        knownKeyUs: look((i) => hash((i * 7_919) % size), true),
        filterMb: megabytes(keys.filterBytes()),
        processMb: megabytes(process.memoryUsage().rss),
        fileMb: megabytes(statSync(file).size + (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0)),
      };
    }
    const sizes = Object.keys(figures);
    const p50 = (size = ''): number => {
      const spent = figures[size]?.['newKeyUs'] as { p50: number } | undefined;
      return spent?.p50 ?? Number.NaN;
    };
    db.close();
    return { keys: figures, growth: round(p50(sizes.at(-1)) / p50(sizes[0]), 2) };
  }),
);
