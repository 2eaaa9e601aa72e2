/**
 * Keys by their hash. A random key per event in one large index would write a page of 4 KiB per event, more the larger it
 * grows. So new keys are appended in order of arrival, found through memory, and sealed by the thousand into sorted runs; a
 * filter in memory says which runs are worth a look. Neither looking up nor writing depends on how many keys there are.
 */
import { addTo, createFilters, emptyFilter, RUN_KEYS } from './key-filter.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';
import type { Step } from './upkeep.ts';

export interface KeyRow {
  readonly state: number;
  readonly fingerprint: Uint8Array;
  readonly lease: number | null;
  readonly retention: number;
  readonly first_seen: number;
  readonly message: number | null;
}

interface Recent extends KeyRow {
  readonly seq: number;
  readonly key: Uint8Array;
}

/** Being sorted into a run, a sixty-fourth of the keys at a time. */
interface Sealing {
  readonly run: number;
  readonly keys: Map<string, Recent>;
  readonly lastSeq: number;
  readonly filter: Uint8Array;
  /** First byte of the next slice's keys; 256 when all are written. */
  from: number;
}

const SLICE = 4;
const DELETED_AT_ONCE = 4_096;
/** Keys of releases before there were runs; no filter knows them. */
const OLD_RUN = 0;

const columns = 'state, fingerprint, lease, retention, first_seen, message';
const textOf = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');

export type KeyStore = ReturnType<typeof createKeyStore>;

export function createKeyStore({ db, tallies }: Pick<Session, 'db' | 'tallies'>, runKeys = RUN_KEYS) {
  const append = query(db, `INSERT INTO recent_keys (seq, key, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const dropRecent = query(db, 'DELETE FROM recent_keys WHERE seq = ?');
  const dropSealed = query<{ seq: number }>(
    db,
    'DELETE FROM recent_keys WHERE seq IN (SELECT seq FROM recent_keys WHERE seq <= ? ORDER BY seq LIMIT ?)',
  );
  const put = query(db, `INSERT OR REPLACE INTO key_runs (run, key, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const get = query<KeyRow>(db, `SELECT ${columns} FROM key_runs WHERE run = ? AND key = ?`);
  const drop = query(db, 'DELETE FROM key_runs WHERE run = ? AND key = ?');
  const anyOf = query<{ run: number }>(db, 'SELECT run FROM key_runs WHERE run = ? LIMIT 1');
  const close = query(db, 'INSERT INTO key_filters (run, last_seq, bits) VALUES (?, ?, ?)');
  const forgetFilter = query(db, 'DELETE FROM key_filters WHERE run = ?');

  const unfinished = query(db, 'DELETE FROM key_runs WHERE run > ?');
  const filters = createFilters();
  let lastRun = 0;
  let sealedSeq = 0;
  const hasOld = anyOf.get(OLD_RUN) !== undefined;
  const saved = query<{ run: number; last_seq: number; bits: Uint8Array }>(
    db,
    'SELECT * FROM key_filters ORDER BY run',
  );
  for (const { run, last_seq, bits } of saved.all()) {
    filters.add(run, bits);
    lastRun = Math.max(lastRun, run);
    sealedSeq = Math.max(sealedSeq, last_seq);
  }
  let recent = new Map<string, Recent>();
  for (const row of query<Recent>(db, 'SELECT * FROM recent_keys WHERE seq > ? ORDER BY seq').all(sealedSeq)) {
    recent.set(textOf(row.key), row);
  }
  // A run that was being written when the process ended is written anew.
  unfinished.run(lastRun);
  let sealing: Sealing | undefined;

  const runsOf = (key: Uint8Array): number[] =>
    hasOld ? [...filters.candidates(key), OLD_RUN] : filters.candidates(key);
  const inRuns = (key: Uint8Array): { readonly run: number; readonly row: KeyRow } | undefined => {
    for (const run of runsOf(key)) {
      const row = get.get(run, key);
      if (row) return { run, row };
    }
    return undefined;
  };
  const mapOf = (text: string): Map<string, Recent> | undefined =>
    recent.has(text) ? recent : sealing?.keys.has(text) ? sealing.keys : undefined;

  const start = (): Sealing => {
    const keys = recent;
    recent = new Map();
    let lastSeq = 0;
    for (const { seq } of keys.values()) lastSeq = Math.max(lastSeq, seq);
    return { run: lastRun + 1, keys, lastSeq, filter: emptyFilter(), from: 0 };
  };
  const writeSlice = (seal: Sealing): void => {
    const slice: string[] = [];
    for (const text of seal.keys.keys()) {
      const first = text.charCodeAt(0);
      if (first >= seal.from && first < seal.from + SLICE) slice.push(text);
    }
    slice.sort();
    for (const text of slice) {
      const row = seal.keys.get(text);
      if (row === undefined) continue;
      put.run(seal.run, row.key, row.state, row.fingerprint, row.lease, row.retention, row.first_seen, row.message);
      addTo(seal.filter, row.key);
    }
  };
  const finished = (seal: Sealing): void => {
    filters.add(seal.run, seal.filter);
    lastRun = seal.run;
    sealedSeq = seal.lastSeq;
    sealing = undefined;
  };

  return {
    find(key: Uint8Array): KeyRow | undefined {
      const text = textOf(key);
      return recent.get(text) ?? sealing?.keys.get(text) ?? inRuns(key)?.row;
    },

    /** A key that is not there. */
    add(key: Uint8Array, row: KeyRow): void {
      const text = textOf(key);
      const seq = tallies.next('key');
      append.run(seq, key, row.state, row.fingerprint, row.lease, row.retention, row.first_seen, row.message);
      const map = recent;
      map.set(text, { ...row, seq, key });
      tallies.undo(() => map.delete(text));
    },

    remove(key: Uint8Array): void {
      const text = textOf(key);
      const map = mapOf(text);
      const row = map?.get(text);
      if (map === undefined || row === undefined) {
        const found = inRuns(key);
        if (found) drop.run(found.run, key);
        return;
      }
      dropRecent.run(row.seq);
      if (map === sealing?.keys) drop.run(sealing.run, key);
      map.delete(text);
      tallies.undo(() => map.set(text, row));
    },

    upkeep(): Step | undefined {
      if (sealing === undefined && recent.size >= runKeys) sealing = start();
      const seal = sealing;
      if (seal && seal.from < 256) {
        writeSlice(seal);
        const committed = (): void => {
          seal.from += SLICE;
        };
        return { isMore: true, committed };
      }
      if (seal) {
        close.run(seal.run, seal.lastSeq, seal.filter);
        return { isMore: true, committed: () => finished(seal) };
      }
      if (sealedSeq === 0) return undefined;
      const dropped = dropSealed.run(sealedSeq, DELETED_AT_ONCE);
      const committed = (): void => {
        if (dropped === 0) sealedSeq = 0;
      };
      return { isMore: dropped > 0, committed };
    },

    /** Runs whose keys are all forgotten need no filter any more. Looks at one per call. */
    tidy(turn: number): void {
      const runs = filters.runs();
      const run = runs[turn % Math.max(1, runs.length)];
      if (run === undefined || run === sealing?.run || anyOf.get(run) !== undefined) return;
      forgetFilter.run(run);
      filters.drop(run);
    },

    filterBytes: () => filters.bytes(),
  };
}
