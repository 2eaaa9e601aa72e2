/** Leaving files over a real journal and a folder in memory: what the journal refuses, names that change, many at once. */
import { createHash } from 'node:crypto';
import type { DropFolder, PreparedFile } from '../../nodes/src/domain/files/drop.ts';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../nodes/src/domain/ports.ts';
import { type Drops, openDrops } from '../../nodes/src/host/dropping.ts';
import { journalBench } from '../support/journal-bench.ts';
import { failureOf } from '../support/messages.ts';

/** Journals are opened again and again; a busy machine needs its time. */
jest.setTimeout(60_000);
const bench = journalBench();
const bytesOf = (text: string) => () => [Buffer.from(text)];
const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

class Memory implements DropFolder {
  readonly hidden = new Map<string, Buffer>();
  readonly real = new Map<string, Buffer>();
  /** Calls under way at once, at most. */
  most = 0;
  #now = 0;
  /** What a bad disk makes of what is written. */
  spoil = (bytes: Buffer): Buffer => bytes;

  async digest(bytes: PreparedFile['bytes']) {
    return ok(sum(await whole(bytes)));
  }
  async prepare({ name, bytes }: PreparedFile) {
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    this.hidden.set(name, this.spoil(await whole(bytes)));
    this.#now -= 1;
    return ok(undefined);
  }
  async look(name: string) {
    const [temporary, real] = [this.hidden.get(name), this.real.get(name)];
    return ok({ ...(temporary ? { temporary: sum(temporary) } : {}), ...(real ? { real: sum(real) } : {}) });
  }
  async reveal(name: string): Promise<Result<void>> {
    const file = this.hidden.get(name);
    if (file) this.real.set(name, file);
    return this.discard(name);
  }
  async discard(name: string) {
    this.hidden.delete(name);
    return ok(undefined);
  }
}

async function whole(bytes: PreparedFile['bytes']): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function drops(folder: DropFolder, journal: Journal = bench.journal()): Promise<Drops> {
  const opened = await openDrops({ journal, owner: 'drop-1', folder, clock: bench.clock });
  if (!opened.ok) throw new Error(opened.failure.reason);
  return opened.value;
}

/** Refuses the n-th note. */
const refusing = (nth: number): Journal => {
  let left = nth;
  return new Proxy(bench.journal(), {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== 'recordStep') return typeof value === 'function' ? value.bind(target) : value;
      left -= 1;
      return left === 0 ? async () => fail(failureOf('transient', 'disk-full')) : value.bind(target);
    },
  });
};

test('while the journal cannot note it, nothing gets its name', async () => {
  const folder = new Memory();
  const first = await drops(folder, refusing(1));
  expect(await first.leave({ key: 'k', name: 'a', bytes: bytesOf('x') })).toMatchObject({ ok: false });
  expect([folder.hidden.size, folder.real.size]).toEqual([1, 0]);
  expect(await first.leave({ key: 'k', name: 'a', bytes: bytesOf('x') })).toMatchObject({
    value: { isAlready: false },
  });
});

test('a file that has its name, and whose second note was refused, is not left again after it was fetched', async () => {
  const folder = new Memory();
  const first = await drops(folder, refusing(2));
  expect(await first.leave({ key: 'k', name: 'a', bytes: bytesOf('x') })).toMatchObject({ ok: false });
  folder.real.clear();
  await bench.restart();
  const second = await drops(folder);
  expect(await second.leave({ key: 'k', name: 'a', bytes: bytesOf('x') })).toMatchObject({
    value: { isAlready: true },
  });
  expect(folder.real.size).toBe(0);
});

test('another name before anybody saw it takes the old temporary file away; afterwards it is refused', async () => {
  const folder = new Memory();
  const reveal = folder.reveal.bind(folder);
  folder.reveal = async () => fail(failureOf('transient', 'gone'));
  const blocked = await drops(folder);
  await blocked.leave({ key: 'k', name: 'a', bytes: bytesOf('x') });
  expect([...folder.hidden.keys()]).toEqual(['a']);
  folder.reveal = reveal;
  await bench.restart();
  const second = await drops(folder);
  expect(await second.leave({ key: 'k', name: 'b', bytes: bytesOf('x') })).toMatchObject({ ok: true });
  expect([[...folder.hidden.keys()], [...folder.real.keys()]]).toEqual([[], ['b']]);
  const third = await second.leave({ key: 'k', name: 'c', bytes: bytesOf('x') });
  expect(third).toMatchObject({ failure: { code: 'file-left-before', on: 'b' } });
});

test('what is read back unlike it was written is never revealed', async () => {
  const folder = new Memory();
  folder.spoil = () => Buffer.from('rotten');
  const first = await drops(folder);
  const left = await first.leave({ key: 'k', name: 'a', bytes: bytesOf('x') });
  expect(left).toMatchObject({ failure: { code: 'file-not-as-written', class: 'transient' } });
  expect(folder.real.size).toBe(0);
});

test('many at once are left one after the other, each its own', async () => {
  const folder = new Memory();
  const first = await drops(folder);
  const all = Array.from({ length: 8 }, (_, index) => `f${index}`);
  const left = await Promise.all(all.map((name) => first.leave({ key: name, name, bytes: bytesOf(name) })));
  expect(left.every((one) => one.ok)).toBe(true);
  expect([[...folder.real.keys()], folder.most]).toEqual([all, 1]);
});
