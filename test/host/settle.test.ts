/** A leased message: what the host tells the journal, and what leaves the node. */
import { z } from 'zod';
import type { Failure } from '../../nodes/src/domain/failure.ts';
import type { Journal, SettleAnswer, Settlement } from '../../nodes/src/domain/journal.ts';
import type { Outcome } from '../../nodes/src/domain/outcome.ts';
import { ok, type System } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import { register, registerConfig } from '../../nodes/src/host/register.ts';
import { fakeRed } from '../support/red.ts';
import { settled, testClock } from '../support/time.ts';

const failure: Failure = {
  code: 'odoo-away',
  class: 'transient',
  attempted: 'post',
  on: 'Odoo',
  reason: 'no answer',
  nextStep: 'Wait.',
};
const delivery = { queue: 'q', id: 1, attempt: 1, lease: 'l', verify: false };
const name = z.string().default('').register(fields, { title: 'Name' });
const journalDefinition = defineNode({
  type: 'journal',
  version: 1,
  category: 'config',
  role: 'config',
  summary: 'For these tests.',
  config: z.object({ name }),
  upgrades: [],
});
const sink = defineNode({
  type: 'sink',
  version: 1,
  category: 'odoo',
  role: 'sink',
  summary: 'For these tests.',
  inputs: [{ name: 'in', carries: 'intent' }],
  outputs: [
    { name: 'written', carries: 'receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({ name }),
  upgrades: [],
});

async function deliver(
  outcome: Outcome | Error,
  answer: SettleAnswer,
  wires: readonly string[][] = [['a'], ['b']],
  luggage: object = { delivery },
) {
  const clock = testClock();
  const system: System = { clock, ids: { uuid: () => 'u', random: () => 0.5 }, hash: (text) => text };
  const host = fakeRed();
  const settlements: Settlement[] = [];
  const buried: unknown[] = [];
  const taken: string[] = [];
  const journal: Partial<Journal> = {
    async settle(token, settlement) {
      expect(token).toEqual(delivery);
      settlements.push(settlement);
      return ok(answer);
    },
    async take(name) {
      taken.push(name);
      return ok(undefined);
    },
    async bury(request) {
      buried.push(request);
      return ok({ id: 1 });
    },
  };
  host.load(
    registerConfig(journalDefinition, system, async () =>
      ok({ value: journal as Journal, health: async () => ({ health: 'ok', text: '' }), close: async () => undefined }),
    ),
  );
  host.load(
    register(sink, system, () => ({
      async handle() {
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    })),
  );
  const config = host.create({ id: 'j', type: 'plantwire-journal' });
  const node = host.create({ id: 's', type: 'plantwire-sink', wires });
  await settled();
  const result = await node.receive({ payload: { n: 1 }, plantwire: { ...luggage, trail: [] } });
  await node.close();
  await config.close();
  return { ...result, settlements, buried, taken, status: node.statuses.at(-1) };
}

const back: SettleAnswer = { kind: 'settled', state: 'ready' };
const gone: SettleAnswer = { kind: 'settled', state: 'buried', deadLetterId: 3 };

test('again later goes back into the queue with the wanted pause; nothing leaves', async () => {
  const { settlements, sent, error, status } = await deliver({ kind: 'retry', failure, afterMs: 500 }, back);
  expect(settlements).toEqual([{ kind: 'failed', failure, afterMs: 500 }]);
  expect({ sent, error }).toEqual({ sent: [], error: undefined });
  expect(status).toMatchObject({ fill: 'blue', text: 'no answer' });
});

test('when the patience of the queue is spent, the buried message leaves by rejected', async () => {
  const { sent, buried } = await deliver({ kind: 'retry', failure }, gone);
  expect(sent).toMatchObject([{ port: 1, msg: { failure } }]);
  expect(buried).toEqual([]);
});

test('an unknown end is told to the journal, so that the next attempt looks first', async () => {
  const { settlements, sent } = await deliver({ kind: 'unknown', failure }, { kind: 'settled', state: 'verifying' });
  expect(settlements).toEqual([{ kind: 'unknown', failure }]);
  expect(sent).toEqual([]);
});

test('a refusal is buried by the journal once, also where nobody listens', async () => {
  const { settlements, buried, error } = await deliver({ kind: 'reject', failure }, gone, [[], []]);
  expect(settlements).toEqual([{ kind: 'refused', failure }]);
  expect({ buried, error }).toEqual({ buried: [], error: undefined });
});

test('a lease that is not ours any more changes nothing; the refusal is still kept', async () => {
  const { buried } = await deliver({ kind: 'reject', failure }, { kind: 'stale' }, [[], []]);
  expect(buried).toMatchObject([{ failure, original: { n: 1 } }]);
});

test('a bug during a delivery refuses the lease and reaches the catch node', async () => {
  const { settlements, sent, error } = await deliver(new Error('boom'), gone);
  expect(settlements).toMatchObject([{ kind: 'refused', failure: { code: 'internal-error' } }]);
  expect(sent).toMatchObject([{ port: 1, msg: { failure: { code: 'internal-error', cause: 'boom' } } }]);
  expect(error?.message).toBe('boom');
});

test('what a step filters out is waited for by its source no longer; what passes still is', async () => {
  const luggage = { intake: 'i-1' };
  const filtered = await deliver({ kind: 'drop', reason: 'filtered' }, back, [[], []], luggage);
  expect(filtered.taken).toEqual(['i-1']);
  const message = { event: 1, intake: 'i-1', trail: [] };
  const passed = await deliver({ kind: 'pass', message }, back, [['a'], []], luggage);
  expect(passed.taken).toEqual([]);
  expect(passed.sent).toMatchObject([{ msg: { plantwire: { intake: 'i-1' } } }]);
});
