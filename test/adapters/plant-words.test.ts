/** What the systems of the simulated plant say is what a source takes: a newcomer's first flow must not end in refusals. */
import { system } from '../../nodes/src/adapters/system.ts';
import { compileValidator } from '../../nodes/src/domain/validation/compile.ts';
import { changeAt as alarmAt, eventOf as alarmOf } from '../plant/alarms/storm.ts';
import { orderOf } from '../plant/crm/orders.ts';
import { acknowledgementOf, saidOf } from '../plant/qms/facts.ts';
import { factAt } from '../plant/senders/facts.ts';
import { changeAt as stateAt, eventOf as stateOf } from '../plant/states/day.ts';

const validate = compileValidator({ accepts: [], strictness: 'strict', hash: system.hash });
const place = { run: 'r', enterprise: 'ACME', site: 'MUC1' };
const facts = { ...place, count: 12, perSecond: 1, orders: ['-'], material: 'FG-1000', poisonEvery: 0 };
const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
const inspections = { ...facts, lot: 'L-1' };
const crm = { ...facts, url: '', secret: '', customer: 'C-100', resendEvery: 2 };
const storm = { ...place, assets: 3, perLine: 10, perSecond: 1, startMs: Date.UTC(2026, 10, 20) };
const day = { ...place, machines: ['PRESS/P1', 'FILL/F1'], startMs: Date.UTC(2026, 10, 20) };

test.each([
  ['quality system', numbers.flatMap((number) => saidOf(inspections, factAt(inspections, number)))],
  ['person at the quality system', [acknowledgementOf(inspections, 'r-NC1', '2026-11-20T08:00:00Z')]],
  ['CRM', numbers.map((number) => orderOf(crm, factAt(crm, number)))],
  ['alarms', numbers.map((number) => alarmOf(storm, alarmAt(storm, number)))],
  ['states of machines', numbers.map((number) => stateOf(day, stateAt(day, number)))],
])('%s', (_who, events) => {
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expect(validate(event)).toMatchObject({ ok: true });
});
