/** The sequencer over a real journal: order, deadlines, refusals, and what a restart finds. */
import fc from 'fast-check';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { startSequencer } from '../../../nodes/src/palette/sequencer/behaviour.ts';
import { definition } from '../../../nodes/src/palette/sequencer/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const SEQUENCE = (count: number, epoch = 1) => `${String(epoch).padStart(10, '0')}-${String(count).padStart(12, '0')}`;
const numbered = (count: number, source = 'press', id = `${source}-${count}`): Message => ({
  event: { id, source, sequence: SEQUENCE(count) },
  trail: [],
});
const idOf = ({ event }: Message): string => (event as { id: string }).id;

async function run(config: Record<string, unknown> = {}, journal: Journal = bench.journal()) {
  const context = bench.context(definition.config.parse({ journal: 'journal', ...config }), 'seq-1');
  const resource = async <T>(): Promise<Result<T>> => ok(journal as T);
  const node = await started(startSequencer({ ...context, resource }));
  const sent = (port: string) => context.emitted.filter((one) => one.port === port).map(({ message }) => message);
  return { context, node, sent, ids: (port = 'ordered') => sent(port).map(idOf) };
}

test('messages leave in the order of their numbers, each row for itself, and are kept until somebody took them', async () => {
  const { node, ids } = await run();
  const order = [numbered(1), numbered(3), numbered(1, 'oven'), numbered(2), numbered(2, 'oven')];
  for (const message of order) expect(await node.handle(message)).toMatchObject({ kind: 'drop', reason: 'filtered' });
  expect(ids()).toEqual(['press-1', 'oven-1', 'press-2', 'press-3', 'oven-2']);
  const untaken = await bench.journal().untaken('seq-1', 9);
  expect(untaken.ok && untaken.value.map(({ message }) => idOf(message))).toEqual(ids());
  await node.close?.();
});

test('what waits is found again after a restart, and its time goes on', async () => {
  const before = await run({ waitSeconds: 10 });
  for (const count of [1, 3, 4]) await before.node.handle(numbered(count));
  await before.node.close?.();
  await bench.clock.advance(6_000);
  await bench.restart();
  const after = await run({ waitSeconds: 10 });
  await bench.clock.advance(5_000);
  await until('the time is over', () => after.ids().length === 3);
  expect(after.ids()).toEqual(['press-1', 'press-3', 'press-4']);
  expect(after.sent('gaps')).toMatchObject([{ event: { scope: 'press', missing: { from: 2, to: 2 }, before: 3 } }]);
  expect(after.sent('ordered')[1]?.trail).toMatchObject([{ verdict: 'went on without number 2' }]);
  await after.node.close?.();
});

test('a gap and a latecomer go to the dead letters where the node says so, and go on when a person replays them', async () => {
  const { node, ids, sent } = await run({ onGap: 'reject', onLate: 'reject', waitSeconds: 5 });
  for (const count of [1, 3, 4]) await node.handle(numbered(count));
  await bench.clock.advance(6_000);
  await until('the time is over', () => ids().length === 2);
  await node.handle(numbered(2));
  expect(ids()).toEqual(['press-1', 'press-4']);
  expect(sent('rejected').map(({ failure }) => failure?.code)).toEqual(['sequence-gap', 'sequence-late']);
  const trail = [{ stage: 'sequencer', at: '2026-11-20T08:00:00Z', verdict: 'sequence-gap' }];
  expect(await node.handle({ ...numbered(3), trail })).toMatchObject({ kind: 'pass', port: 'ordered' });
  await node.close?.();
});

test('events whose source does not count, as the validator fills them in, are no row of zeros', async () => {
  const { node, ids } = await run({ unnumbered: 'pass' });
  const zero = (id: string): Message => ({ event: { id, source: 'mes', sequence: SEQUENCE(0, 0) }, trail: [] });
  for (const id of ['a', 'b', 'a'])
    expect(await node.handle(zero(id))).toMatchObject({ kind: 'pass', message: { event: { id } } });
  await node.handle(numbered(1, 'mes'));
  expect(ids()).toEqual(['mes-1']);
  const strict = await run();
  expect(await strict.node.handle(zero('c'))).toMatchObject({ failure: { code: 'number-missing' } });
  await node.close?.();
  await strict.node.close?.();
});

test('what was put aside behind this node and comes out of the dead letters goes on; it is no repetition', async () => {
  const { node, ids } = await run({ onLate: 'reject' });
  for (let count = 1; count <= 70; count += 1) await node.handle(numbered(count));
  const at = '2026-11-20T08:00:00Z';
  const wasHere = [{ stage: 'test node', at, verdict: 'ordered' }];
  const aside = [...wasHere, { stage: 'map', at, verdict: 'unmapped' }, { stage: 'letters', at, verdict: 'replayed' }];
  for (const count of [1, 70])
    expect(await node.handle({ ...numbered(count), trail: aside })).toMatchObject({ kind: 'pass', port: 'ordered' });
  // Behind another sequencer of that name, or sent again by its source, it is not decided yet.
  expect(await node.handle({ ...numbered(70), trail: wasHere })).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  expect(ids()).toHaveLength(70);
  await node.close?.();
});

test('plain data keeps no story: what carries the failure it was put aside with goes on as well', async () => {
  const { node, ids } = await run({ scopePath: 'line', numberPath: 'nr' });
  const plain: Message = { event: { line: 'L1', nr: 1 }, trail: [] };
  await node.handle(plain);
  expect(await node.handle({ ...plain, failure: failureOf('data', 'unmapped') })).toMatchObject({ kind: 'pass' });
  expect(await node.handle(plain)).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  expect(ids()).toHaveLength(1);
  await node.close?.();
});

test('what was refused before it came here takes its turn when a person has repaired it', async () => {
  const { node, ids } = await run();
  for (const count of [1, 3]) await node.handle(numbered(count));
  const at = '2026-11-20T08:00:00Z';
  const trail = [
    { stage: 'check', at, verdict: 'schema-mismatch' },
    { stage: 'letters', at, verdict: 'replayed' },
  ];
  await node.handle({ ...numbered(2), trail });
  expect(ids()).toEqual(['press-1', 'press-2', 'press-3']);
  await node.close?.();
});

test('a repetition is dropped, another message with the same number is refused', async () => {
  const { node, ids } = await run();
  for (const count of [1, 3]) await node.handle(numbered(count));
  for (const count of [1, 3])
    expect(await node.handle(numbered(count))).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  for (const count of [1, 3])
    expect(await node.handle(numbered(count, 'press', 'x'))).toMatchObject({ failure: { code: 'sequence-reused' } });
  expect(ids()).toEqual(['press-1']);
  await node.close?.();
});

test('a full buffer refuses what would wait, with the number that is missing, and takes that number', async () => {
  const { node, ids } = await run({ most: 2 });
  for (const count of [1, 3, 4]) await node.handle(numbered(count));
  expect(await node.handle(numbered(5))).toMatchObject({
    failure: { code: 'sequence-full', reason: 'as many messages wait for number 2 as may' },
  });
  await node.handle(numbered(2));
  expect(ids()).toEqual(['press-1', 'press-2', 'press-3', 'press-4']);
  await node.close?.();
});

test('other paths, plain numbers and content without id work; what has no number is refused or passes', async () => {
  const { node, sent } = await run({ scopePath: 'order', numberPath: 'step.nr', begins: 'one' });
  const plain = (nr: unknown) => ({ event: { order: 7, step: { nr } }, trail: [] });
  for (const nr of [2, '1']) await node.handle(plain(nr));
  expect(sent('ordered').map(({ event }) => (event as { step: { nr: unknown } }).step.nr)).toEqual(['1', 2]);
  for (const nr of [undefined, 'x', 1.5])
    expect(await node.handle(plain(nr))).toMatchObject({ failure: { code: 'number-missing' } });
  await node.close?.();
  const open = await run({ unnumbered: 'pass' });
  expect(await open.node.handle(plain(1))).toMatchObject({ kind: 'pass', port: 'ordered' });
  await open.node.close?.();
});

test('a message whose key is reserved is refused: its reservation would not last', async () => {
  const { node } = await run();
  const reservation = { key: 'k', lease: 'l' };
  expect(await node.handle({ ...numbered(1), reservation })).toMatchObject({ failure: { code: 'sequence-too-late' } });
  await node.close?.();
});

/** A journal whose process may die between any two steps: after that nothing answers and nothing is stored. */
function mortal(stepsToLive: number) {
  let left = stepsToLive;
  const isDead = () => left < 0;
  const journal: Journal = new Proxy(bench.journal(), {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'recordStep')
        return async (step: Parameters<Journal['recordStep']>[0]) => {
          left -= 1;
          if (left === 0) await target.recordStep(step); // stored, but nobody was told
          if (left <= 0) left = -1;
          return isDead() ? fail(failureOf('transient', 'dead')) : target.recordStep(step);
        };
      return async (...args: unknown[]) => (isDead() && name === 'untaken' ? ok([]) : value.apply(target, args));
    },
  });
  return { journal, isDead };
}

const N = 8;
const numbers = Array.from({ length: N }, (_, index) => index + 1);

test('whatever dies when: every message arrives behind it, and in order', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(numbers, { minLength: N }),
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
      async (order, lives) => {
        round += 1;
        const scope = `s${round}`;
        const taken: string[] = [];
        const acknowledged = new Set<number>();
        for (const life of [...lives, Number.POSITIVE_INFINITY]) {
          const { journal, isDead } = mortal(life);
          const { node, context } = await run({ begins: 'one' }, journal);
          for (const count of order.filter((one) => !acknowledged.has(one))) {
            const outcome = await node.handle(numbered(count, scope));
            if (isDead()) break;
            if (outcome.kind === 'drop') acknowledged.add(count);
          }
          await node.close?.();
          // What was sent before the death reached the queue behind; it knows what it has.
          for (const { message } of context.emitted) {
            if (!idOf(message).startsWith(`${scope}-`)) continue;
            if (!taken.includes(idOf(message))) taken.push(idOf(message));
            await bench.journal().take(message.intake ?? '');
          }
        }
        expect(taken).toEqual(numbers.map((count) => `${scope}-${count}`));
      },
    ),
    { numRuns: 25 },
  );
});
