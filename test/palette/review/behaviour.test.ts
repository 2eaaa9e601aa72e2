/** The review node over a real journal: asked once, approved once, audited; over restarts and while nothing can be stored. */
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { desks } from '../../../nodes/src/host/desks.ts';
import { mountOperations } from '../../../nodes/src/host/operations.ts';
import { startReview } from '../../../nodes/src/palette/review/behaviour.ts';
import { definition } from '../../../nodes/src/palette/review/definition.ts';
import { event } from '../../domain/mapping/plant.ts';
import { pack } from '../../domain/plant/bench.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { fakeRed } from '../../support/red.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const HOUR = 3_600_000;

function run(change: object = {}, journal: Journal = bench.journal()) {
  const context = bench.context(
    definition.config.parse({ journal: 'journal', sitePack: 'site', ...change }),
    'review-1',
  );
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok((name === 'site' ? siteResource(sitePackSchema.parse(pack)) : journal) as T);
  /** What nobody takes is sent again; each counts once here. */
  const sent = (port: string) => {
    const all = context.emitted.filter((one) => one.port === port).map(({ message }) => message);
    return [...new Map(all.map((message) => [message.intake, message.event])).values()];
  };
  return { context, sent, start: () => started(startReview({ ...context, resource })) };
}

const adjusted = (value = '-3') =>
  event('inventory.adjusted', {
    ...{ adjustmentId: 'R-1', locationId: 'A-01', material: { materialDefinitionId: 'RM-10' } },
    ...{ quantity: { value, uom: 'C62' }, reason: { code: 'RECONCILED', scheme: 'site' } },
  });
const told = (given: unknown) => ({ event: given, trail: [] });
const key = String(adjusted().idempotencykey);
const say = (choice: string, actor = 'anna', reason = 'counted again') =>
  desks().get('review-1')?.decide(key, choice, { actor, reason });

test('what is asked waits until somebody approves it, leaves once, and the audit knows who and why', async () => {
  const { sent, start, context } = run();
  const node = await start();
  expect(await node.handle(told(adjusted()))).toMatchObject({ kind: 'drop' });
  expect(await node.handle(told(adjusted()))).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  expect(await node.handle(told(adjusted('-4')))).toMatchObject({ failure: { code: 'question-conflict' } });
  expect(sent('approved')).toEqual([]);
  expect(desks().get('review-1')?.waiting()).toMatchObject([{ about: 'material/RM-10 · A-01 · -3 C62 · RECONCILED' }]);
  expect(await say('approve', 'anna', '')).toMatchObject({ failure: { code: 'decision-reason-missing' } });
  expect(await say('approve')).toMatchObject({ value: { state: 'approved' } });
  expect(await say('decline')).toMatchObject({ failure: { code: 'decision-ended' } });
  expect(sent('approved')).toEqual([adjusted()]);
  expect(sent('decisions')).toMatchObject([{ data: { level: 'asked' } }, { data: { outcome: 'approved' } }]);
  expect(JSON.stringify(sent('decisions'))).not.toContain('anna');
  const audit = await bench.journal().audit({});
  expect(audit).toMatchObject({ value: [{ actor: 'anna', action: 'decide', reason: 'counted again', letter: 0 }] });
  await bench.clock.advance(1_000);
  await until('nothing waits', () => context.reports.at(-1)?.text === 'nothing to decide');
  await node.close?.();
  expect(desks().has('review-1')).toBe(false);
});

test('a restart neither loses the question nor the first of two pairs of eyes', async () => {
  const before = run({ twoPersons: true });
  const node = await before.start();
  await node.handle(told(adjusted()));
  await say('approve');
  await node.close?.();
  await bench.restart();
  const after = run({ twoPersons: true });
  const again = await after.start();
  await again.handle(told(adjusted()));
  expect(await say('approve', 'anna')).toMatchObject({ failure: { code: 'decision-same-person' } });
  expect(after.sent('approved')).toEqual([]);
  expect(await say('approve', 'ben')).toMatchObject({ value: { state: 'approved' } });
  expect(after.sent('approved')).toEqual([adjusted()]);
  await again.close?.();
});

test('what the journal cannot store was not decided', async () => {
  let isFull = false;
  const journal: Journal = new Proxy(bench.journal(), {
    get: (target, name) => {
      if (name === 'recordStep' && isFull) return async () => fail(failureOf('transient', 'journal-full'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { sent, start } = run({}, journal);
  const node = await start();
  await node.handle(told(adjusted()));
  isFull = true;
  expect(await say('approve')).toMatchObject({ failure: { code: 'journal-full' } });
  expect(sent('approved')).toEqual([]);
  isFull = false;
  expect(await say('approve')).toMatchObject({ ok: true });
  expect(sent('approved')).toHaveLength(1);
  await node.close?.();
});

test('the deadline is told, or declines; what is taken back needs nobody any more', async () => {
  const { sent, start } = run({ deadlineHours: 1, afterDeadline: 'decline' });
  const node = await start();
  await node.handle(told(adjusted()));
  await bench.clock.advance(HOUR);
  await until('it is declined', () => sent('decisions').length === 2);
  expect(sent('decisions')[1]).toMatchObject({ data: { outcome: 'declined', isLapsed: true, by: [] } });
  const gone = event('integration.decision.withdrawn', { decisionId: key, reason: 'both agree' });
  expect(await node.handle(told(gone))).toMatchObject({ kind: 'drop', reason: 'unchanged' });
  await node.close?.();
});

test('an open question is taken back', async () => {
  const { sent, start } = run();
  const node = await start();
  await node.handle(told(adjusted()));
  await node.handle(told(event('integration.decision.withdrawn', { decisionId: key, reason: 'both agree' })));
  expect(await say('approve')).toMatchObject({ failure: { code: 'decision-ended' } });
  expect(sent('approved')).toEqual([]);
  await node.close?.();
});

test('the endpoints list and decide by name of the login; without the desk there is nothing', async () => {
  const { sent, start } = run();
  const node = await start();
  await node.handle(told(adjusted()));
  const host = fakeRed();
  mountOperations(host.red, bench.clock);
  await bench.clock.advance(5_000);
  const listed = await host.call('get', '/plantwire/reviews');
  expect(listed.body).toMatchObject({
    reviews: [{ desk: 'review-1', id: key, choices: ['approve', 'decline'], ageMs: 5_000 }],
  });
  expect(JSON.stringify(listed.body)).not.toContain('idempotencykey');
  const body = { desk: 'review-1', id: key, choice: 'approve', reason: 'counted again' };
  const ben = { user: { username: 'ben' } };
  expect(await host.call('post', '/plantwire/reviews/decide', { body: { ...body, desk: 'x' } })).toMatchObject({
    status: 404,
  });
  expect(await host.call('post', '/plantwire/reviews/decide', { body: { ...body, reason: '' } })).toMatchObject({
    status: 409,
  });
  expect(await host.call('post', '/plantwire/reviews/decide', { body, ...ben })).toMatchObject({ status: 200 });
  expect(sent('approved')).toHaveLength(1);
  expect(await bench.journal().audit({})).toMatchObject({ value: [{ actor: 'ben' }] });
  await node.close?.();
});
