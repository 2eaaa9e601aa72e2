/** The table of questions: every intent has its row, and every path in it leads somewhere. */
import { z } from 'zod';
import { catalogue, type StandingIntent } from '../../../nodes/src/domain/odoo/intents/catalogue.ts';
import { valuesAt } from '../../../nodes/src/domain/odoo/replay/ask.ts';
import { ASKS } from '../../../nodes/src/domain/odoo/replay/asks.ts';
import { stillRight } from '../../../nodes/src/domain/odoo/still-right.ts';
import { ok } from '../../../nodes/src/domain/ports.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

function leads(schema: Schema, path: string): boolean {
  if (schema.anyOf) return schema.anyOf.some((one) => leads(one, path));
  const [step = '', ...rest] = path === '' ? [] : path.split('.');
  if (step === '') return true;
  const next = schema.properties?.[step.replace('[]', '')];
  const inside = step.endsWith('[]') ? next?.items : next;
  return inside !== undefined && leads(inside, rest.join('.'));
}

test('every path of a question is a field of its intent', () => {
  const astray = catalogue.flatMap(({ kind, schema }) => {
    const { records = {}, goods, document, customer, hold, newer, period } = ASKS[kind];
    const paths = [
      ...Object.keys(records),
      goods?.at,
      goods?.from,
      document?.path,
      customer,
      hold,
      newer?.field,
      period,
    ];
    const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
    const goodsPath = goods ? [goods.at, 'material'].filter((part) => part !== '').join('.') : undefined;
    return [...paths, goodsPath].flatMap((path) =>
      path === undefined || leads(described, path) ? [] : [`${kind}: ${path}`],
    );
  });
  expect(astray).toEqual([]);
});

test('values at a path, of every line', () => {
  const intent = { a: { b: 1 }, lines: [{ m: 'x' }, { m: 'y' }, {}] };
  expect(valuesAt(intent, 'a.b')).toEqual([1]);
  expect(valuesAt(intent, 'lines[].m')).toEqual(['x', 'y']);
  expect(valuesAt(intent, 'lines[]')).toHaveLength(3);
  expect(valuesAt(intent, 'none.b')).toEqual([]);
  expect(valuesAt(intent, '')).toEqual([intent]);
});

test('a day in a closed period stops what books, by the day of its document', async () => {
  const erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2' as const, database: 'x', uid: 2 }),
    call: async ({ model, method }: { model: string; method: string }) => {
      if (method === 'fields_get') return ok(model === 'res.company' ? { fiscalyear_lock_date: { type: 'date' } } : {});
      if (model === 'res.company') return ok([{ id: 1, fiscalyear_lock_date: '2026-10-31' }]);
      if (model === 'res.users') return ok([{ id: 2, company_id: [1, 'Plant'] }]);
      return ok([{ id: 3, display_name: 'S', state: 'purchase', tracking: 'none', uom_id: [1, 'Units'] }]);
    },
  };
  const bill = {
    ...{ kind: 'vendorBill', key: 'k', partition: 'p', at: '2026-11-20T08:00:00Z', number: 'B', order: 'P1' },
    supplier: { id: 'S', by: 'code', value: 'S' },
    lines: [{ material: { id: 'M', by: 'code', value: 'M' }, quantity: { value: '1', uom: 'C62' }, price: '1' }],
  };
  const ask = async (date: string) => {
    const intent = { ...bill, date } as unknown as StandingIntent;
    const found = await stillRight(
      erp,
      { intent, now: '2026-11-21T12:00:00Z' },
      { facts: [], closedTags: [], untaken: 0 },
    );
    return found.ok ? found.value.map(({ code }) => code) : found.failure;
  };
  expect(await ask('2026-10-31')).toEqual(['period-locked']);
  expect(await ask('2026-11-01')).toEqual([]);
});
