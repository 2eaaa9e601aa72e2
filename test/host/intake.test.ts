/** The gate behind a source over a real journal: stored before sent, sent until taken. */

import type { Message } from '../../nodes/src/domain/message.ts';
import { Intake } from '../../nodes/src/host/intake.ts';
import { SourceActivity } from '../../nodes/src/host/source-status.ts';
import { journalBench } from '../support/journal-bench.ts';
import { failureOf, orderMessage } from '../support/messages.ts';
import { until } from '../support/time.ts';

const bench = journalBench();
const SEED = { total: '0', openFrom: '0', at: '2026-11-20T08:00:00Z', epoch: 0 };

function gate(limit = 10) {
  const sent: Message[] = [];
  const { journal, clock } = bench;
  const { hash } = bench.context({});
  const intake = new Intake({
    ...{ journal: journal(), owner: 'mes', clock, hash, limit },
    send: (message) => void sent.push(message),
    trouble: () => undefined,
  });
  return { intake, sent, take: (name: string) => intake.take([{ identity: [name], message: orderMessage(name) }]) };
}
const takeAll = async (): Promise<void> => {
  const untaken = await bench.journal().untaken('mes', 100);
  for (const { eventId } of untaken.ok ? untaken.value : []) await bench.journal().take(eventId);
};

test('messages and notes are stored in one transaction, and sent after it', async () => {
  const { intake, sent } = gate();
  const arrived = ['a', 'b'].map((name) => ({ identity: [name], message: orderMessage(name) }));
  expect(await intake.take(arrived, [{ ...SEED, tag: 'file-1', memory: { row: 2 } }])).toMatchObject({ ok: true });
  expect(sent.map(({ event }) => (event as { id: string }).id)).toEqual(['e-a', 'e-b']);
  expect(await bench.journal().counters('mes')).toMatchObject({ value: [{ tag: 'file-1', memory: { row: 2 } }] });
  await intake.close();
});

test('a message that is on its way is not sent a second time when it comes a second time', async () => {
  const { intake, sent, take } = gate();
  await take('a');
  await take('a');
  expect(sent).toHaveLength(1);
  await intake.close();
});

test('what the flow lets fall is sent again after half a minute, what it took is not', async () => {
  const { intake, sent, take } = gate();
  await take('a');
  await until('sent again', async () => {
    await bench.clock.advance(10_000);
    return sent.length === 2;
  });
  expect(intake.waiting()).toMatchObject({ count: 1 });
  await takeAll();
  await until('known to be taken', async () => {
    await bench.clock.advance(10_000);
    return intake.waiting().count === 0;
  });
  expect(sent).toHaveLength(2);
  await intake.close();
});

test('a closed gate takes nothing', async () => {
  const { intake, take } = gate();
  await intake.close();
  expect(await take('a')).toMatchObject({ ok: false, failure: { code: 'source-closing' } });
});

test('the status names trouble first, then the peer, then the flow', async () => {
  const activity = new SourceActivity(bench.clock);
  const waiting = { count: 0, oldestMs: 0 };
  const peer = { health: 'degraded' as const, text: 'lost' };
  expect(activity.report({ waiting })).toMatchObject({ health: 'waiting' });
  activity.heard();
  expect(activity.report({ waiting })).toEqual({ health: 'ok', text: '1/min' });
  expect(activity.report({ waiting, peer })).toEqual(peer);
  expect(activity.report({ waiting, peer, trouble: failureOf('transient') })).toMatchObject({ health: 'failed' });
  expect(activity.report({ waiting: { count: 3, oldestMs: 31_000 } })).toEqual({
    health: 'degraded',
    text: '3 not taken by the flow',
  });
  await bench.clock.advance(60_000);
  expect(activity.report({ waiting })).toEqual({ health: 'idle', text: '0/min' });
});
