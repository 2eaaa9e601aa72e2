/**
 * A small plant in a process of its own, made to be killed: a counter, a guard, an outbox and a deliverer on one journal.
 * What the target did and what the source was told is appended to plain files, which survive the process.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Journal, Leased } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { factIn } from '../../nodes/src/domain/odoo/facts.ts';
import type { Result } from '../../nodes/src/domain/ports.ts';
import { failureOf, orderMessage, posted, queueOptions } from '../support/messages.ts';

const [folder = '', mode = 'run'] = process.argv.slice(2);
const effectsFile = join(folder, 'effects');
const acknowledgedFile = join(folder, 'acknowledged');
const lines = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];

const ORDERS = 5;
const IN_FLIGHT = 8;
/** Every so many-th message is refused by the target for good. */
const POISON = 41;

const at = (point: string): void => void process.send?.(point);
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.cause ?? result.failure.reason}`);
  return result.value;
};

const done = new Set(lines(effectsFile));
const effect = (key: string): void => {
  appendFileSync(effectsFile, `${key}\n`);
  done.add(key);
};

at('starting');
const journal = value(
  await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 }),
);
at('opened');
const retry = { baseMs: 5, maxMs: 20, budgetMs: 3_600_000, waitBudgetMs: 3_600_000 };
value(await journal.openQueue(queueOptions({ retry, leaseMs: 60_000, holdLaneOnBury: false, concurrency: IN_FLIGHT })));

const laneOf = (n: number): string => `MUC1:or:MO-${n % ORDERS}`;
const messageOf = (n: number): Message => orderMessage(String(n), laneOf(n));
const numberOf = (message: Message): number => Number((message.event as { id: string }).id.slice(2));

async function publish(message: Message): Promise<void> {
  const key = message.intent?.key ?? '';
  const eventId = (message.event as { id: string }).id;
  const answer = value(await journal.reserve({ key, fingerprint: key, leaseMs: 30_000, retentionMs: 3_600_000 }));
  at('reserved');
  if (answer.kind === 'duplicate') return void value(await journal.take(eventId));
  if (answer.kind !== 'reserved' || !message.intent) throw new Error(`unexpected ${answer.kind} for ${key}`);
  const stored = journal.enqueue({
    queue: 'bookings',
    lane: message.intent.partition,
    priority: 1,
    message: { ...message, reservation: answer.token },
    ...factIn(message.intent),
  });
  at('enqueue sent');
  value(await stored);
  appendFileSync(acknowledgedFile, `${key}\n`);
  at('acknowledged');
}

/** As an honest deliverer: looks first when in doubt, loses an answer now and then. */
async function deliver({ message, token }: Leased): Promise<void> {
  const n = numberOf(message);
  const key = message.intent?.key ?? '';
  const luck = (n * 7 + token.attempt * 3) % 10;
  const isPoison = n % POISON === 0;
  if (isPoison) return void value(await journal.settle(token, { kind: 'refused', failure: failureOf('business') }));
  const isThere = token.verify && done.has(key);
  if (luck === 0 && !isThere) {
    const failure = failureOf('transient');
    return void value(
      await journal.settle(token, { kind: 'failed', failure, ...(token.verify ? { absent: true } : {}) }),
    );
  }
  if (!isThere) effect(key);
  at('effect done');
  if (luck === 1) return void value(await journal.settle(token, { kind: 'unknown', failure: failureOf('unknown') }));
  const settling = journal.settle(token, { kind: 'delivered', receipt: posted });
  at('settle sent');
  value(await settling);
  at('settled');
}

let isLeasing = false;
let isAskedAgain = false;
async function work(): Promise<void> {
  isAskedAgain = true;
  if (isLeasing) return;
  isLeasing = true;
  while (isAskedAgain) {
    isAskedAgain = false;
    const leased = value(await journal.lease('bookings', IN_FLIGHT));
    if (leased.length > 0) at('leased');
    for (const one of leased) void deliver(one);
  }
  isLeasing = false;
}
journal.onWork('bookings', () => void work());

const [counter] = value(await journal.counters('press'));
let total = Number(counter?.total ?? 0);
for (const { message } of value(await journal.untaken('press', 10_000))) await publish(message);
void work();

async function count(): Promise<void> {
  const from = total + 1;
  total += 3;
  const numbers = [from, from + 1, from + 2];
  const step = journal.recordStep({
    owner: 'press',
    counters: [{ tag: 'Good', epoch: 1, total: String(total), openFrom: String(total), at: '', memory: null }],
    events: numbers.map((n) => ({ eventId: `e-${n}`, message: messageOf(n) })),
    segments: [],
  });
  at('step sent');
  value(await step);
  await Promise.all(numbers.map((n) => publish(messageOf(n))));
}

async function isQuiet(open: Journal): Promise<boolean> {
  const { outbox, untakenEvents } = await open.stats();
  return outbox.ready + outbox.leased + outbox.waiting + outbox.verifying + untakenEvents === 0;
}

if (mode === 'finish') {
  while (!(await isQuiet(journal))) await new Promise((resolve) => setTimeout(resolve, 20));
  await journal.close();
  process.disconnect?.();
} else {
  for (;;) await count();
}
