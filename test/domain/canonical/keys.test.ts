import fc from 'fast-check';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import { eventId, isPostable } from '../../../nodes/src/domain/canonical/event-id.ts';
import { event, good, hash } from '../mapping/plant.ts';

const count = fc.integer({ min: 0, max: 10 ** 9 }).map(String);
const range = fc
  .record({
    tag: fc.constantFrom('ns=1;s=Press1.GoodCount', 'ns=1;s=Press2.GoodCount'),
    epoch: fc.integer({ min: 1, max: 5 }),
    from: count,
    to: count,
  })
  .filter(({ from, to }) => from !== to);
const kinds = ['production.output.reported', 'production.scrap.reported'] as const;
const of = (kind: (typeof kinds)[number], counter: object, change: object = {}) =>
  event(kind, {
    ...good,
    counter,
    ...(kind === 'production.scrap.reported'
      ? { reportKind: 'partial', reason: { code: '1', scheme: 'site' }, scrapStage: 'output' }
      : {}),
    ...change,
  } as never);

test('two ranges have one key and one id exactly when they are the same range', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), range, range, (kind, one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other);
      const [a, b] = [of(kind, one), of(kind, other)];
      expect([a.idempotencykey === b.idempotencykey, a.id === b.id]).toEqual([same, same]);
    }),
  );
});

test('the same range as output and as scrap are two facts', () => {
  fc.assert(
    fc.property(range, (counter) => {
      expect(of(kinds[0], counter).idempotencykey).not.toBe(of(kinds[1], counter).idempotencykey);
    }),
  );
});

test('neither clock nor sequence nor the way of delivery changes a key', () => {
  const again = event('production.output.reported', good, {
    recordedtime: '2026-12-24T00:00:00Z',
    sequence: { epoch: 9, counter: 1 },
    deliverymode: 'replay',
    timequality: 'unsynced',
  });
  expect(again.idempotencykey).toBe(event('production.output.reported', good).idempotencykey);
});

test('a transaction of one system is not the transaction of another', () => {
  const { counter: _, ...rest } = good;
  const of = (originsystem: string) =>
    event('production.output.reported', { ...rest, transactionId: 'T-1' }, { originsystem }).idempotencykey;
  expect(of('mes-a')).not.toBe(of('mes-b'));
});

test('sequence numbers sort as text as they were counted', () => {
  const numbers = fc.record({ epoch: fc.nat(), counter: fc.nat() });
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const text = (sequence: typeof one) => event('production.output.reported', good, { sequence }).sequence;
      const counted = Math.sign(one.epoch - other.epoch || one.counter - other.counter);
      expect(Math.sign(text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0)).toBe(counted);
    }),
  );
});

test('every id keeps its character set, whatever the source calls things', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 0 }), (text, number) => {
      const origins = [
        { tier: 'source', id: text },
        { tier: 'record', system: text, model: 'mrp.production', record: text, revision: number },
        { tier: 'edge', tag: text, state: text, atMs: number },
        { tier: 'row', fileHash: text, row: number },
        { tier: 'content', content: text, atMs: number },
      ] as const;
      for (const origin of origins) expect(eventId(origin, 'urn:x', hash)).toMatch(/^[A-Za-z0-9_:~-]{1,200}$/);
    }),
  );
});

test('an id of content and minute is marked as not to be posted', () => {
  const content = { tier: 'content', content: '{}', atMs: 120_000 } as const;
  expect(isPostable(eventId(content, 'urn:x', hash))).toBe(false);
  expect(eventId({ ...content, atMs: 179_999 }, 'urn:x', hash)).toBe(eventId(content, 'urn:x', hash));
  expect(isPostable(eventId({ tier: 'source', id: 'u1-own' }, 'urn:x', hash))).toBe(true);
});

test('half a Unicode character in a code is refused, not thrown', () => {
  const data = { ...good, material: { materialDefinitionId: 'FG\udc00' } };
  const attributes = {
    ...{ enterprise: 'ACME', site: 'MUC1', system: 'x', timequality: 'synced' as const },
    ...{ time: '2026-11-20T09:00:00Z', recordedtime: '2026-11-20T09:00:00Z', sequence: { epoch: 1, counter: 1 } },
  };
  expect(buildEvent('production.output.reported', data, attributes, hash)).toMatchObject({
    failure: { code: 'event-invalid' },
  });
});
