/** Raw values on their way to Odoo: what counts as reduced, and what is raw still. */
import type { FlowNode } from '../../../flows/_tools/flow-file.ts';
import { findingsOf, flowWith, nodeOf } from './good-flow.ts';

const source = { ...nodeOf('t.source'), wires: [['t.filter']] };
const filter = { id: 't.filter', type: 'plantwire-event-filter', z: 't' };
const telemetry = (...nodes: readonly FlowNode[]): string[] =>
  findingsOf(flowWith(...nodes))
    .filter(({ rule }) => rule === 'telemetry')
    .map(({ where, problem }) => `${where}: ${problem}`);

test('an event filter makes few facts of alarms, whether or not its flow was saved before it knew values', () => {
  const wires = [['t.guard'], [], ['t.dlq']];
  expect(telemetry(source, { ...filter, wires })).toEqual([]);
  expect(telemetry(source, { ...filter, wires, content: 'alarms' })).toEqual([]);
});

test('values that leave an event filter are raw values still', () => {
  const way = 'plantwire-event-filter (t.filter) → plantwire-idempotency-guard (t.guard)';
  expect(telemetry(source, { ...filter, content: 'values', wires: [[], [], ['t.dlq'], ['t.guard']] })).toEqual([
    expect.stringContaining(`unreduced: "Machine" (t.source) → ${way}`),
    expect.stringContaining(`unreduced: ${way}`),
  ]);
});

test('filtered values may reach Odoo through a counter; what the filter refuses is for a person', () => {
  expect(telemetry(source, { ...filter, content: 'values', wires: [[], [], ['t.dlq'], ['t.counter']] })).toEqual([]);
});
