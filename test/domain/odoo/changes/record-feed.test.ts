/** What one poll, sweep and replay make of rows: events with keys, in one transaction with the place. */
import { createHash } from 'node:crypto';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import type { Arrived, FeedParts } from '../../../../nodes/src/domain/odoo/changes/feed.ts';
import { EPOCH } from '../../../../nodes/src/domain/odoo/changes/moment.ts';
import { RecordFeed } from '../../../../nodes/src/domain/odoo/changes/record-feed.ts';
import { fail, ok } from '../../../../nodes/src/domain/ports.ts';
import { failureOf } from '../../../support/messages.ts';
import { Table } from './server.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);
const START = Date.UTC(2026, 10, 20, 8);
const watch = { name: 'w', model: 'x', fields: ['value'], domain: [] };
const policy = { overlapMs: 60_000, pageSize: 2, start: EPOCH };

function bench(change: Partial<FeedParts> = {}) {
  const table = new Table();
  const arrived: Arrived[] = [];
  const notes = new Map<string, CounterState>();
  const parts: FeedParts = {
    ...{ erp: table.erp, hash, ownUid: 7, ownWrites: 'hide', enterprise: 'ACME', site: 'MUC1', system: 'odoo' },
    nowMs: () => START + 60_000,
    take: async (events, states) => {
      arrived.push(...events);
      for (const state of states) notes.set(state.tag, state);
      return ok(undefined);
    },
    ...change,
  };
  return { table, arrived, notes, feed: () => new RecordFeed(parts, watch, policy, [...notes.values()]) };
}

const keyOf = ({ message }: Arrived): string => (message.event as { idempotencykey: string }).idempotencykey;

test('the same change has the same key, another one another, though Odoo shows one second for both', async () => {
  const { table, arrived, feed } = bench();
  const following = feed();
  for (const value of [1, 2]) {
    table.commit({ id: 1, value, beganMs: START, commitMs: START });
    expect(await following.poll()).toMatchObject({ ok: true, value: { emitted: 1 } });
  }
  await following.replay(EPOCH, '9999-12-31 23:59:59', 'run-1');
  const keys = arrived.map(keyOf);
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys[2]).toBe(keys[1]);
  expect(arrived[2]?.identity).not.toEqual(arrived[1]?.identity);
});

test('our own write is held back and counted, and what follows it is not', async () => {
  const { table, arrived, feed } = bench();
  const following = feed();
  table.commit({ id: 1, value: 1, by: 7, beganMs: START, commitMs: START });
  expect(await following.poll()).toMatchObject({ ok: true, value: { emitted: 0, own: 1 } });
  table.commit({ id: 1, value: 2, beganMs: START + 1_000, commitMs: START + 1_000 });
  expect(await following.poll()).toMatchObject({ ok: true, value: { emitted: 1, own: 0 } });
  expect(arrived).toHaveLength(1);
});

test('a page that could not be stored is read again', async () => {
  let isFull = true;
  const stored: Arrived[] = [];
  const take: FeedParts['take'] = async (events) => {
    if (isFull) return fail(failureOf('transient', 'disk-full'));
    stored.push(...events);
    return ok(undefined);
  };
  const { table, feed } = bench({ take });
  const following = feed();
  for (const id of [1, 2, 3]) table.commit({ id, value: 1, beganMs: START, commitMs: START });
  expect(await following.poll()).toMatchObject({ ok: false, failure: { code: 'disk-full' } });
  isFull = false;
  expect(await following.poll()).toMatchObject({ ok: true, value: { emitted: 3 } });
  expect(stored).toHaveLength(3);
});

test('a deletion is told by one sweep and by no later one, also after a restart', async () => {
  const { table, arrived, feed } = bench();
  const following = feed();
  for (const id of [1, 2]) table.commit({ id, value: 1, beganMs: START, commitMs: START });
  await following.poll();
  await following.sweep();
  table.delete(2);
  expect(await following.sweep()).toMatchObject({ ok: true, value: { emitted: 1 } });
  expect(await following.sweep()).toMatchObject({ ok: true, value: { emitted: 0 } });
  expect(await feed().sweep()).toMatchObject({ ok: true, value: { emitted: 0 } });
  expect(arrived.at(-1)?.message.event).toMatchObject({
    type: 'mfg.integration.record.deleted.v1',
    data: { recordId: 2 },
  });
});
