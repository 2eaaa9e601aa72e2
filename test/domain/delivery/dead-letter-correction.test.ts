import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { DeadLetter } from '../../../nodes/src/domain/delivery/dead-letter.ts';
import { changesBetween } from '../../../nodes/src/domain/delivery/dead-letter-changes.ts';
import { correct } from '../../../nodes/src/domain/delivery/dead-letter-correction.ts';
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Mapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { orderIntentSchema } from '../../../nodes/src/domain/odoo/order-intent.ts';
import { rememberReads } from '../../../nodes/src/domain/odoo/remembered-reads.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { compileValidator } from '../../../nodes/src/domain/validation/compile.ts';
import { failureOf, produceIntent } from '../../support/messages.ts';

const hash = system.hash;
const validate = compileValidator({ accepts: [], strictness: 'tolerant', hash });
const file = join(__dirname, '../canonical/samples/production.output.reported.json');
const valid = validate((JSON.parse(readFileSync(file, 'utf8')) as { valid: unknown[] }).valid[0]);
if (!valid.ok) throw new Error(valid.failure.reason);
const event = valid.value;
const key = String(event.idempotencykey);

/** A map that takes key, order and quantity from the event, as the site's do. */
const map: Mapper = (one: Envelope) => {
  const { quantity } = one.data as { quantity: { value: string } };
  if (quantity.value === '999') return ok({ kind: 'nothing', note: 'nothing was made' });
  const intent = produceIntent(String(one.idempotencykey), one.partitionkey, quantity.value);
  return Number.isNaN(Number(quantity.value)) ? fail(failureOf('data', 'unmapped')) : ok({ kind: 'intent', intent });
};
const letterOf = (message: DeadLetter['message'], change: Partial<DeadLetter> = {}): DeadLetter => ({
  id: 7,
  stage: 'mapper',
  failure: failureOf('data', 'unmapped'),
  message,
  original: message.event,
  attempts: 0,
  buriedAt: 0,
  state: 'open',
  key,
  lane: event.partitionkey,
  ...change,
});
const withQuantity = (value: string, more: object = {}) => ({
  ...event,
  ...more,
  data: { ...(event.data as object), quantity: { value, uom: 'C62' } },
});
const code = (result: ReturnType<typeof correct>): string => (result.ok ? 'ok' : result.failure.code);

describe('a message that was not mapped yet', () => {
  const letter = letterOf({ event: withQuantity('12'), trail: [] });

  test('is corrected in its event; what Odoo would be told is known before', () => {
    const corrected = correct(letter, { event: withQuantity('7') }, { validate, map });
    expect(corrected).toMatchObject({
      ok: true,
      value: { message: { event: withQuantity('7') }, intent: { quantity: { value: '7' } } },
    });
    expect(corrected.ok && corrected.value.message).not.toHaveProperty('intent');
    expect(corrected.ok && corrected.value.changes.map(({ path, after }) => [path, after])).toEqual([
      ['data.quantity.value', '7'],
    ]);
  });

  test('is refused with the words of the validator when it still breaks its contract', () => {
    expect(correct(letter, { event: withQuantity('many') }, { validate, map })).toMatchObject({
      ok: false,
      failure: { code: 'event-invalid', issues: [{ path: 'data.quantity.value' }] },
    });
  });

  test('keeps id, key and order', () => {
    expect(code(correct(letter, { event: withQuantity('7', { id: 'other' }) }, { validate }))).toBe('key-changed');
    expect(code(correct(letter, { event: withQuantity('7', { id: undefined }) }, { validate }))).toBe('event-invalid');
    const moved = { ...event, partitionkey: undefined, idempotencykey: undefined, subject: undefined };
    const data = { ...(event.data as object), operationsRequestId: 'ANOTHER-ORDER' };
    expect(code(correct(letter, { event: { ...moved, data } }, { validate }))).toBe('key-changed');
  });

  test('may drop a wrong key when that is why it was refused', () => {
    const refused = letterOf({ event: { ...event, idempotencykey: 'k1.wrong' }, trail: [] });
    const broken = { ...refused, key: 'k1.wrong', failure: failureOf('data', 'key-mismatch') };
    const { idempotencykey: _wrong, ...repaired } = event;
    expect(code(correct(broken, { event: repaired }, { validate }))).toBe('ok');
  });

  test('that is no event yet passes: its own flow knows its form', () => {
    expect(code(correct(letterOf({ event: { raw: 1 }, trail: [] }), { event: { raw: 2 } }, { validate, map }))).toBe(
      'ok',
    );
  });

  test('never brings a secret in', () => {
    const corrected = correct(letterOf({ event: { raw: 1 }, trail: [] }), { event: { password: 'x1' } }, { validate });
    expect(JSON.stringify(corrected)).not.toContain('x1');
  });
});

describe('a message that was mapped already', () => {
  const intent = orderIntentSchema.parse(produceIntent(key, event.partitionkey, '12'));
  const letter = letterOf({ event: withQuantity('12'), intent, trail: [] });

  test('follows its event through the maps of the site', () => {
    expect(correct(letter, { event: withQuantity('7') }, { validate, map })).toMatchObject({
      ok: true,
      value: { message: { intent: { quantity: { value: '7' } } }, intent: { key } },
    });
  });

  test('needs its intent corrected where the flow mapped in its own way, or no maps are known', () => {
    const own = letterOf({ event: withQuantity('12'), intent: { ...intent, order: 'MO-77' }, trail: [] });
    expect(code(correct(own, { event: withQuantity('7') }, { validate, map }))).toBe('intent-needed');
    expect(code(correct(letter, { event: withQuantity('7') }, { validate }))).toBe('intent-needed');
  });

  test('takes a complete intent within its key and order', () => {
    const right = { ...intent, quantity: { value: '9', uom: 'C62' } };
    expect(correct(letter, { intent: right }, { validate })).toMatchObject({ ok: true, value: { intent: right } });
    expect(code(correct(letter, { intent: { ...right, key: 'k1.b' } }, { validate }))).toBe('key-changed');
    expect(code(correct(letter, { intent: { ...right, partition: 'x' } }, { validate }))).toBe('key-changed');
    expect(code(correct(letter, { intent: { ...right, quantity: 3 } }, { validate }))).toBe('intent-invalid');
  });

  test('is not sent again when nothing is left of it', () => {
    expect(code(correct(letter, { event: withQuantity('999') }, { validate, map }))).toBe('nothing-left');
  });
});

test('changes name paths, also of what came and went', () => {
  const before = { a: 1, b: { c: [1, 2], d: 'x' }, gone: true };
  const after = { a: 1, b: { c: [1, 3], d: 'x' }, token: 'secret-1' };
  expect(changesBetween(before, after)).toEqual([
    { path: 'b.c.1', before: 2, after: 3 },
    { path: 'gone', before: true },
    { path: 'token', after: '[redacted]' },
  ]);
  expect(changesBetween(before, structuredClone(before))).toEqual([]);
});

test('a read is asked once, a write each time', async () => {
  let calls = 0;
  const erp = rememberReads({
    profile: async () => fail(failureOf('transient')),
    call: async () => {
      calls += 1;
      return ok(calls);
    },
  });
  const read = { model: 'm', method: 'search_read', args: { a: 1 }, repeatable: true };
  expect([await erp.call(read), await erp.call({ ...read }), await erp.call({ ...read, args: { a: 2 } })]).toEqual([
    ok(1),
    ok(1),
    ok(2),
  ]);
  const write = { model: 'm', method: 'write' };
  expect([await erp.call(write), await erp.call(write)]).toEqual([ok(3), ok(4)]);
});
