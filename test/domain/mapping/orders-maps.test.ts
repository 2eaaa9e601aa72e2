/** What the shop floor says about orders, jobs and machines becomes intents about the records that the pack binds. */
import type { EventData, EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const EQ = 'ACME/MUC1/PRESS/P1';
const demo = demoPlant();
const pack: SitePack = {
  ...demo,
  bindings: [
    ...demo.bindings,
    { domain: 'equipment', canonicalId: EQ, by: 'code', value: 'PRESS1' },
    { domain: 'person', canonicalId: 'p:7f3c', by: 'code', value: 'operator.one' },
  ],
};
const map = prepareMapper(siteResource(pack));
const becomes = <N extends EventName>(name: N, data: EventData<N>, intent: object): void =>
  expect(map(event(name, data))).toMatchObject({ ok: true, value: { kind: 'intent', intent } });

const order = { operationsRequestId: 'WH/MO/00042' };
const ofOrder = { order: 'WH/MO/00042', partition: 'MUC1:or:WH/MO/00042' };
const centre = { id: EQ, by: 'code', value: 'PRESS1' };
const why = { code: '1', scheme: 'site', text: 'the tool is in repair' };

test('an answer of the plant becomes a note on the order', () => {
  const answer = { ...order, requestVersion: 3, decision: 'rejected' as const, reason: why };
  const intent = { ...ofOrder, kind: 'acknowledgeRelease', version: 3, decision: 'rejected', reason: why.text };
  becomes('operations.request.acknowledged', answer, intent);
});

test('a missing answer about an order becomes a note on it', () => {
  const late = {
    ...{ interface: 'mes', about: 'operationsRequestId', subject: order.operationsRequestId, revision: 2 },
    ...{ level: 'late' as const, asked: 'operations.request.changed', askedEventId: 'e-1' },
    ...{ askedAt: '2026-11-20T08:00:00Z', dueAt: '2026-11-20T08:10:00Z' },
  };
  becomes('integration.acknowledgement.overdue', late, {
    ...{ ...ofOrder, kind: 'acknowledgeRelease', version: 2, decision: 'late' },
  });
});

test('what is asked for decides which change it becomes', () => {
  const asked = { ...order, changeId: 'APS-1' };
  const type = 'operations.change.requested';
  const quantity = { value: '1100', uom: 'EA' };
  const more = { ...asked, change: 'quantity' as const, quantity };
  becomes(type, more, { ...ofOrder, kind: 'changeQuantity', quantity: { value: '1100', uom: 'C62' } });
  const later = { ...asked, change: 'schedule' as const, plannedStart: '2026-11-21T07:00:00+01:00' };
  becomes(type, later, { ...ofOrder, kind: 'reschedule', start: '2026-11-21T06:00:00.000Z', planning: 'keep' });
  const off = { ...asked, change: 'cancel' as const, reason: why };
  becomes(type, off, { ...ofOrder, kind: 'cancelOrder', reason: why.text });
});

test('a job changes its work order at the stamp of the source', () => {
  const job = { ...order, jobOrderId: 'WH/MO/00042-10', changedAt: '2026-11-20T07:02:11Z' };
  const intent = { ...ofOrder, kind: 'workOrderState', workOrder: 'WH/MO/00042-10', at: '2026-11-20T07:02:11.000Z' };
  becomes('job.state.changed', { ...job, toState: 'Running' }, { ...intent, state: 'Running' });
  const key = (changedAt: string) =>
    event('job.state.changed', { ...job, changedAt, toState: 'Running' }).idempotencykey;
  expect(key('2026-11-20T08:02:11+01:00')).toBe(key(job.changedAt));
  expect(key('2026-11-20T08:00:00Z')).not.toBe(key(job.changedAt));
});

test('time of a person belongs to a job, or to a machine', () => {
  const time = {
    personId: 'p:7f3c',
    interval: { start: '2026-11-20T07:00:00Z', end: '2026-11-20T08:30:00Z' },
    activity: 'run' as const,
  };
  const person = { id: 'p:7f3c', by: 'code', value: 'operator.one' };
  const span = { from: '2026-11-20T07:00:00.000Z', to: '2026-11-20T08:30:00.000Z' };
  const job = { ...order, jobOrderId: 'Fill' };
  becomes(
    'labor.time.reported',
    { ...time, ...job },
    { ...ofOrder, ...span, kind: 'timeLog', workOrder: 'Fill', person },
  );
  becomes('labor.time.reported', { ...time, equipmentId: EQ }, { ...span, kind: 'timeLog', workCentre: centre });
  const { personId: _nobody, ...machine } = time;
  becomes('labor.time.reported', { ...machine, equipmentId: EQ }, { ...span, kind: 'timeLog', workCentre: centre });
  expect(() => event('labor.time.reported', { ...time, jobOrderId: 'Fill' })).toThrow('names an order with its job');
  expect(map(event('labor.time.reported', { ...time, equipmentId: EQ, personId: 'p:0000' }))).toMatchObject({
    failure: { code: 'unmapped', class: 'data' },
  });
});

test('a standstill is lost time, unless it was planned', () => {
  const stood = { equipmentId: EQ, start: '2026-11-20T08:00:00Z', reason: { code: '2', scheme: 'site' }, revision: 1 };
  const name = { stop: '2026-11-20T08:00:00.000Z', workCentre: centre };
  const loss = { id: 'CRACK', by: 'name', value: 'Crack' };
  const type = 'equipment.downtime.recorded';
  becomes(type, { ...stood, category: 'unplanned' }, { ...name, kind: 'downtime', loss });
  const end = '2026-11-20T08:25:00Z';
  const ended = { ...stood, end, category: 'unplanned' as const, revision: 2 };
  becomes(type, ended, { ...name, kind: 'downtime', to: '2026-11-20T08:25:00.000Z' });
  becomes(type, { ...stood, end, category: 'planned' }, { ...name, kind: 'plannedDowntime', replan: true });
  const announced = { ...stood, end, category: 'planned' as const, basis: 'announced' as const };
  becomes(type, announced, { ...name, kind: 'plannedDowntime' });
  const measured = { ...stood, category: 'planned' as const, basis: 'measured' as const };
  becomes(type, measured, { ...name, kind: 'downtime', loss, basis: 'measured' });
});

test('a sum of microstops is one row of the right length', () => {
  const sum = {
    ...{ equipmentId: EQ, sumId: 'microstops 2026-11-20T05:00:00.000Z', count: 2, duration: 'PT50S', revision: 1 },
    interval: { start: '2026-11-20T05:00:00Z', end: '2026-11-20T13:00:00Z' },
    booked: { start: '2026-11-20T05:00:00Z', end: '2026-11-20T05:00:50Z' },
    reason: { code: '2', scheme: 'site' },
  };
  const intent = { kind: 'downtime', stop: sum.sumId, workCentre: centre, to: '2026-11-20T05:00:50.000Z' };
  becomes('equipment.microstops.reported', sum, { ...intent, from: '2026-11-20T05:00:00.000Z', basis: 'measured' });
});

test('what is withdrawn from a closed order is unbuilt', () => {
  const withdrawn = {
    ...order,
    transactionId: 'QMS-17',
    material: { materialDefinitionId: 'FG-1000' },
    quantity: { value: '4', uom: 'C62' },
    lot: { lotId: 'L1' },
    reason: why,
  };
  const intent = { ...ofOrder, kind: 'unbuild', quantity: { value: '4', uom: 'C62' }, lot: 'L1', reason: why.text };
  becomes('production.output.withdrawn', withdrawn, intent);
});
