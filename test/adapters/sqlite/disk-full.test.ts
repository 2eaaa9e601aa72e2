import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal, Leased } from '../../../nodes/src/domain/journal.ts';
import { orderMessage, posted, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';
import { isRoot, needsRoot, opened, smallDisk } from './journal-files.ts';

const MB = 1_048_576;
const free = (path: string): number => statfsSync(path).bavail * statfsSync(path).bsize;

/** Somebody else fills the volume, as a log file would, down to `leave` bytes. */
function fill(path: string, leave: number): string {
  const ballast = join(path, 'ballast');
  const handle = openSync(ballast, 'w');
  const block = Buffer.alloc(64 * 1024, 1);
  try {
    while (free(path) > leave) writeSync(handle, block, 0, Math.min(block.length, Math.max(4096, free(path) - leave)));
  } catch {
    // ENOSPC is the aim
  } finally {
    closeSync(handle);
  }
  return ballast;
}

const message = (n: number) => {
  const plain = orderMessage(`m${n}`, `or:${n}`);
  return { ...plain, event: { ...(plain.event as object), padding: 'x'.repeat(2000) } };
};
const enqueue = (journal: Journal, n: number) =>
  journal.enqueue({ queue: 'bookings', lane: `or:${n}`, priority: 1, message: message(n) });

async function fillJournal(journal: Journal): Promise<{ stored: number; code: string }> {
  for (let n = 0; ; n += 1) {
    const answer = await enqueue(journal, n);
    if (!answer.ok) return { stored: n, code: answer.failure.code };
  }
}

async function drain(journal: Journal): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const leased = await journal.lease('bookings', 50);
    if (!leased.ok) throw new Error(`lease: ${leased.failure.code} ${leased.failure.cause ?? ''}`);
    if (leased.value.length === 0) return names;
    for (const {
      token,
      message: { event },
    } of leased.value as Leased[]) {
      const settled = await journal.settle(token, { kind: 'delivered', receipt: posted });
      if (!settled.ok) throw new Error(`settle: ${settled.failure.code} ${settled.failure.cause ?? ''}`);
      names.push((event as { id: string }).id);
    }
  }
}

(isRoot ? describe : describe.skip)(`a full disk${needsRoot}`, () => {
  test('refuses what is new, keeps what was acknowledged, and lets the queue be worked off', async () => {
    const disk = smallDisk(24);
    const journal = await opened(join(disk.path, 'j.sqlite'), { reserveBytes: 6 * MB, minFreeBytes: 0 });
    await journal.openQueue(queueOptions());
    const { stored, code } = await fillJournal(journal);
    expect(code).toBe('journal-disk-full');
    expect(stored).toBeGreaterThan(100);
    expect(await journal.stats()).toMatchObject({ writable: false, failure: { code: 'journal-disk-full' } });
    expect((await journal.reserve({ key: 'k', fingerprint: 'f', leaseMs: 1, retentionMs: 1 })).ok).toBe(false);
    const names = await drain(journal);
    expect(names).toEqual(Array.from({ length: stored }, (_, n) => `e-m${n}`));
  });

  test('takes new messages again by itself when there is room, and builds its reserve again', async () => {
    const disk = smallDisk(32);
    const path = join(disk.path, 'j.sqlite');
    const journal = await opened(path, { reserveBytes: 4 * MB, minFreeBytes: 2 * MB });
    await journal.openQueue(queueOptions());
    expect((await enqueue(journal, 1)).ok).toBe(true);
    const ballast = fill(disk.path, 0);
    await until('the journal refuses', async () => !(await enqueue(journal, 2)).ok);
    rmSync(ballast);
    expect(await enqueue(journal, 3)).toMatchObject({ ok: true });
    expect(await journal.stats()).toMatchObject({ writable: true });
    expect(existsSync(`${path}.reserve`)).toBe(true);
    expect((await drain(journal)).sort()).toEqual(['e-m1', 'e-m3']);
  });

  test('is announced before it happens: below the mark nothing new is taken, the rest goes on', async () => {
    const disk = smallDisk(32);
    const journal = await opened(join(disk.path, 'j.sqlite'), { reserveBytes: MB, minFreeBytes: 8 * MB });
    await journal.openQueue(queueOptions());
    expect((await enqueue(journal, 1)).ok).toBe(true);
    fill(disk.path, 6 * MB);
    expect(await enqueue(journal, 2)).toMatchObject({
      ok: false,
      failure: { code: 'journal-disk-full', class: 'transient', reason: expect.stringContaining('8.0 MB are kept') },
    });
    expect(await journal.stats()).toMatchObject({ writable: false });
    expect(await drain(journal)).toEqual(['e-m1']);
  });

  test('that is full when the journal is created is the failure of the open', async () => {
    const disk = smallDisk(1);
    fill(disk.path, 0);
    await expect(opened(join(disk.path, 'j.sqlite'))).rejects.toThrow('journal-disk-full');
  });
});
