/** What modules add that the simulated Odoo does not have: scripted answers. Everything else is in `test/contract`. */

import type { OrderLedger } from '../../../nodes/src/domain/journal.ts';
import { stillRight } from '../../../nodes/src/domain/odoo/still-right.ts';
import { finding, findingCodes, isStillRight } from '../../../nodes/src/domain/odoo/still-right-findings.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../nodes/src/domain/ports.ts';
import { failureOf } from '../../support/messages.ts';

const LEDGER: OrderLedger = { facts: [], closedTags: [], untaken: 0 };
const ORDER = {
  id: 7,
  name: 'MO-1',
  state: 'confirmed',
  product_id: [1, 'FG'],
  product_uom_id: [1, 'Units'],
  product_qty: 10,
  qty_producing: 0,
  qty_produced: 0,
  lot_producing_ids: [],
  production_group_id: false,
  backorder_sequence: 0,
  consumption: 'flexible',
  location_src_id: [8, 'WH/Stock'],
  location_dest_id: [8, 'WH/Stock'],
  workorder_ids: [],
};

/** An Odoo 19 with one open order; `fields` are what modules added, `records` what they hold. */
function odoo(
  fields: Record<string, readonly string[]>,
  records: Record<string, unknown> = {},
): Erp & { asked: string[] } {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    'mrp.production': [{ ...ORDER, ...(records['mrp.production'] as object) }],
    'res.users': [{ id: 2, company_id: [1, 'Plant'] }],
    'res.company': [{ id: 1, ...(records['res.company'] as object) }],
  };
  return {
    asked,
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'x', uid: 2 }),
    call: async (call: ErpCall) => {
      if (call.method === 'fields_get') {
        const names = ((call.args?.['allfields'] ?? []) as string[]).filter((name) =>
          fields[call.model]?.includes(name),
        );
        return ok(Object.fromEntries(names.map((name) => [name, { type: 'char' }])));
      }
      asked.push(`${call.model} ${JSON.stringify(call.args?.['fields'])}`);
      return call.model in answers ? ok(answers[call.model]) : fail(failureOf('business', 'odoo-model-missing'));
    },
  };
}
const ask = async (erp: Erp, at: string) => {
  const answer = await stillRight(erp, { order: 'MO-1', at, now: '2026-11-21T12:00:00Z' }, LEDGER);
  if (!answer.ok) throw new Error(answer.failure.reason);
  return answer.value;
};

test('a locked period stops what happened in it, the day of the lock included', async () => {
  const company = { fiscalyear_lock_date: '2026-10-31', hard_lock_date: false };
  const erp = odoo({ 'res.company': ['fiscalyear_lock_date', 'hard_lock_date'] }, { 'res.company': company });
  expect(await ask(erp, '2026-10-31T22:00:00Z')).toMatchObject([
    { code: 'period-locked', weight: 'stop', reason: expect.stringContaining('closed until 2026-10-31') },
  ]);
  expect(await ask(erp, '2026-11-01T06:00:00Z')).toEqual([]);
});

test('the later of two locks counts', async () => {
  const company = { fiscalyear_lock_date: '2026-09-30', hard_lock_date: '2026-10-31' };
  const erp = odoo({ 'res.company': ['fiscalyear_lock_date', 'hard_lock_date'] }, { 'res.company': company });
  expect(await ask(erp, '2026-10-15T00:00:00Z')).toMatchObject([{ code: 'period-locked' }]);
});

test('without accounting nothing is asked that is not there', async () => {
  const erp = odoo({});
  expect(await ask(erp, '2020-01-01T00:00:00Z')).toEqual([]);
  expect(erp.asked.filter((line) => /lock_date|outdated/.test(line))).toEqual([]);
});

test('an order whose bill of materials has a newer revision is a matter of doubt', async () => {
  const erp = odoo({ 'mrp.production': ['name', 'is_outdated_bom'] }, { 'mrp.production': { is_outdated_bom: true } });
  const findings = await ask(erp, '2026-11-20T08:00:00Z');
  expect(findings).toMatchObject([{ code: 'newer-revision', weight: 'doubt', on: 'MO-1' }]);
  expect(isStillRight(findings)).toBe(false);
});

test('an answer that is no answer is a failure, not a "still right"', async () => {
  const down: Erp = { ...odoo({}), call: async () => fail(failureOf('transient', 'odoo-unreachable')) };
  expect(await stillRight(down, { order: 'MO-1', now: '' }, LEDGER)).toMatchObject({
    ok: false,
    failure: { code: 'odoo-unreachable' },
  });
});

test('every finding says what is the case and what to do, as sentences', () => {
  for (const code of findingCodes) {
    const { reason, nextStep } = finding(code, 'MO-1');
    expect(reason).toMatch(/^[a-zO].{10,}[^.]$/);
    expect(nextStep).toMatch(/^[A-Z].{10,}\.$/);
  }
});
