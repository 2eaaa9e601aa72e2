/** Polls against a table in which others commit in any order: nothing is missed, nothing comes twice. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import type { News, Page, StreamPolicy } from '../../../../nodes/src/domain/odoo/changes/stream.ts';
import { Stream } from '../../../../nodes/src/domain/odoo/changes/stream.ts';
import { fail, ok } from '../../../../nodes/src/domain/ports.ts';
import { failureOf } from '../../../support/messages.ts';
import { odooText, Table, type Write } from './server.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);
const OVERLAP_MS = 20_000;
const START = Date.UTC(2026, 10, 20, 8);
const watch = { name: 'w', model: 'x', fields: ['value'], domain: [] };

/** What survives a crash: notes, and the events of the same transactions. */
class Durable {
  readonly notes = new Map<string, CounterState>();
  readonly events: News[] = [];
  fullAfter = Number.POSITIVE_INFINITY;

  readonly take = async ({ news, notes }: Page) => {
    if (this.fullAfter-- <= 0) return fail(failureOf('transient', 'disk-full'));
    for (const note of notes) this.notes.set(note.tag, structuredClone(note));
    this.events.push(...news);
    return ok(undefined);
  };

  open(change: Partial<StreamPolicy> = {}): Stream {
    const policy = { overlapMs: OVERLAP_MS, pageSize: 3, start: '1970-01-01 00:00:00', ...change };
    return new Stream(watch, policy, hash, [...this.notes.values()]);
  }
}

const nameOf = ({ row, sight }: News): string => `${row.id} ${sight.at} ${sight.turn} ${sight.print}`;

type Step =
  | { readonly kind: 'write'; readonly id: number; readonly value: number; readonly lastsMs: number }
  | { readonly kind: 'poll'; readonly failsAfter: number | undefined }
  | { readonly kind: 'crash' }
  | { readonly kind: 'pass'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      id: fc.integer({ min: 1, max: 150 }),
      value: fc.integer({ min: 0, max: 2 }),
      lastsMs: fc.oneof(fc.constant(0), fc.constant(OVERLAP_MS), fc.integer({ min: 0, max: OVERLAP_MS })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('poll' as const),
      failsAfter: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 30_000 }) }) },
);

test('whatever commits when, each change that a poll could see comes out, once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const table = new Table();
      const durable = new Durable();
      let stream = durable.open();
      let now = START;
      let open: Write[] = [];
      const pass = (ms: number): void => {
        const until = now + ms;
        const due = open
          .filter(({ commitMs }) => commitMs <= until)
          .sort((one, other) => one.commitMs - other.commitMs);
        for (const write of due) table.commit(write);
        open = open.filter(({ commitMs }) => commitMs > until);
        now = until;
      };
      for (const one of steps) {
        if (one.kind === 'pass') pass(one.ms);
        else if (one.kind === 'write') open.push({ ...one, beganMs: now, commitMs: now + one.lastsMs });
        else if (one.kind === 'crash') stream = durable.open();
        else {
          durable.fullAfter = one.failsAfter ?? Number.POSITIVE_INFINITY;
          await stream.poll(table.erp, now, durable.take);
          durable.fullAfter = Number.POSITIVE_INFINITY;
        }
      }
      pass(OVERLAP_MS);
      await stream.poll(table.erp, now, durable.take);
      const last = new Map(durable.events.map(({ row }) => [row.id, row.values['value']]));
      expect(last).toEqual(table.values());
      const names = durable.events.map(nameOf);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 150 },
  );
});

test('a change whose transaction began before the last poll and ended after it is found', async () => {
  const table = new Table();
  const durable = new Durable();
  const stream = durable.open();
  table.commit({ id: 1, value: 1, beganMs: START + 10_000, commitMs: START + 10_000 });
  await stream.poll(table.erp, START + 11_000, durable.take);
  table.commit({ id: 2, value: 1, beganMs: START, commitMs: START + 15_000 });
  await stream.poll(table.erp, START + 16_000, durable.take);
  expect(durable.events.map(({ row }) => row.id)).toEqual([1, 2]);
});

test('two changes within one second are two, though Odoo shows one time', async () => {
  const table = new Table();
  const durable = new Durable();
  const stream = durable.open();
  for (const value of [1, 2, 1]) {
    table.commit({ id: 1, value, beganMs: START + value * 100, commitMs: START + 500 });
    await stream.poll(table.erp, START + 500, durable.take);
  }
  expect(durable.events.map(({ row, sight }) => [row.values['value'], sight.turn])).toEqual([
    [1, 0],
    [2, 1],
    [1, 2],
  ]);
});

test('from now on means: what is there at the first look is no news, what comes later is', async () => {
  const table = new Table();
  const durable = new Durable();
  table.commit({ id: 1, value: 1, beganMs: START, commitMs: START });
  const stream = durable.open({ start: 'now' });
  await stream.poll(table.erp, START + 1_000, durable.take);
  table.commit({ id: 2, value: 1, beganMs: START + 2_000, commitMs: START + 2_000 });
  await durable.open({ start: 'now' }).poll(table.erp, START + 3_000, durable.take);
  expect(durable.events.map(({ row }) => row.id)).toEqual([2]);
});

test('a quiet table is read by an ever shorter window, and costs few writes', async () => {
  const table = new Table();
  const durable = new Durable();
  for (let id = 1; id <= 9; id += 1) table.commit({ id, value: 1, beganMs: START, commitMs: START });
  const stream = durable.open();
  const polled: number[] = [];
  for (let second = 0; second <= 60; second += 5) {
    const answer = await stream.poll(table.erp, START + second * 1_000, durable.take);
    if (answer.ok) polled.push(answer.value.rows);
  }
  expect(polled[0]).toBe(9);
  expect(polled.at(-1)).toBe(0);
});

test('a row from a clock that is far ahead does not carry the mark along', async () => {
  const table = new Table();
  const durable = new Durable();
  const stream = durable.open();
  table.commit({ id: 1, value: 1, beganMs: START + 86_400_000, commitMs: START });
  await stream.poll(table.erp, START, durable.take);
  const mark = durable.notes.get('w:mark')?.memory;
  expect(mark).toMatchObject({ at: odooText(START + 300_000) });
});
