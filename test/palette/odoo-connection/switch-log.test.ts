/** A person's decision meets a journal that can, cannot, or can later be written. */
import type { Switchings } from '../../../nodes/src/domain/delivery/switching.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { SwitchLog } from '../../../nodes/src/palette/odoo-connection/switch-log.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { settled, until } from '../../support/time.ts';

const bench = journalBench();
const anna = { actor: 'anna', reason: 'stocktaking' };
const full = failureOf('transient', 'journal-full');

function open(before: Switchings = []) {
  const disk = { kept: before, isBroken: false };
  const store = {
    read: async () => ok(disk.kept),
    async write(_userDir: string, _connection: string, all: Switchings) {
      if (disk.isBroken) return fail(full);
      disk.kept = all;
      return ok(undefined);
    },
  };
  const about = { store, clock: bench.clock, userDir: '/data', connection: 'c1', name: 'Odoo' };
  return { disk, log: new SwitchLog(about, before) };
}

const entries = async () => {
  const found = await bench.journal().audit({});
  return found.ok ? found.value : [];
};

test('a decision is kept, in force, and in the audit with its person and reason', async () => {
  const { log, disk } = open();
  log.auditedIn(bench.journal());
  let told = '';
  const done = await log.decide('manual', anna, () => (told = log.all().at(-1)?.to ?? ''));
  expect(done).toEqual({ ok: true, value: { isAudited: true } });
  expect(told).toBe('manual');
  expect(disk.kept).toEqual(log.all());
  expect(await entries()).toMatchObject([
    {
      ...anna,
      action: 'decide',
      letter: 0,
      detail: { switch: { connection: 'Odoo', from: 'automatic', to: 'manual' } },
    },
  ]);
  log.close();
});

test('what cannot be kept for the next start is not in force, and in no audit', async () => {
  const { log, disk } = open();
  log.auditedIn(bench.journal());
  disk.isBroken = true;
  let isInForce = false;
  expect(await log.decide('manual', anna, () => (isInForce = true))).toMatchObject({ ok: false });
  expect(isInForce).toBe(false);
  expect(log.all()).toEqual([]);
  expect(await entries()).toEqual([]);
  log.close();
});

test('a journal that cannot be written keeps nobody from switching off, and is told when it can', async () => {
  const { log } = open();
  const state = { isFull: true };
  const journal: Pick<Journal, 'counters' | 'recordStep'> = {
    counters: (owner) => bench.journal().counters(owner),
    recordStep: async (step) => (state.isFull ? fail(full) : bench.journal().recordStep(step)),
  };
  log.auditedIn(journal);
  expect(await log.decide('manual', anna, () => undefined)).toEqual({ ok: true, value: { isAudited: false } });
  expect(await log.decide('automatic', anna, () => undefined)).toEqual({ ok: true, value: { isAudited: false } });
  expect(await entries()).toEqual([]);
  state.isFull = false;
  await bench.clock.advance(30_000);
  await until('both entries', async () => (await entries()).length === 2);
  await bench.clock.advance(120_000);
  expect((await entries()).map(({ detail }) => detail)).toMatchObject([
    { switch: { from: 'manual', to: 'automatic' } },
    { switch: { from: 'automatic', to: 'manual' } },
  ]);
  log.close();
});

test('a journal that does not answer keeps nobody waiting', async () => {
  const { log } = open();
  log.auditedIn({ counters: () => new Promise(() => undefined), recordStep: async () => ok(undefined) });
  let isInForce = false;
  const done = log.decide('manual', anna, () => (isInForce = true));
  await settled();
  expect(isInForce).toBe(true);
  await bench.clock.advance(3_000);
  expect(await done).toEqual({ ok: true, value: { isAudited: false } });
  log.close();
});

test('after a restart nothing is told twice, and what was not told before is', async () => {
  const first = open();
  first.log.auditedIn(bench.journal());
  await first.log.decide('manual', anna, () => undefined);
  first.log.close();
  const alone = open(first.disk.kept);
  await alone.log.decide('read-only', { actor: 'ben', reason: '' }, () => undefined);
  alone.log.close();
  await bench.restart();
  const { log } = open(alone.disk.kept);
  log.auditedIn(bench.journal());
  await until('the second entry', async () => (await entries()).length === 2);
  expect((await entries()).map(({ actor }) => actor)).toEqual(['ben', 'anna']);
  log.close();
});
