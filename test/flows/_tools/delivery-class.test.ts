/** What the catalogue says of delivery classes: from what was measured, never better than that. */
import { classTable, isKept, type Measured, waitSeconds } from '../../../flows/_tools/delivery-class.ts';
import { deliveriesIn, watched } from '../bench/deliveries.ts';
import type { Node } from '../bench/flow-side.ts';
import { goodFlow, goodPaper, templateOf } from './good-flow.ts';

const measured: Measured = { plays: 10, deliveries: 40, ms: { p50: 400, p95: 9_000, max: 9_500 }, load: 3.5, cores: 2 };

const of = (deliveryClass: string, ...more: readonly object[]) =>
  templateOf([...goodFlow, ...(more as typeof goodFlow)], {
    ...goodPaper,
    template: { ...goodPaper.template, deliveryClass },
  });
const rowOf = (...given: Parameters<typeof classTable>): string => classTable(...given).split('\n')[2] ?? '';

const files = { id: 'files', type: 'plantwire-file-source', pollSeconds: 5, stableSeconds: 10 };

test('a template that nobody measured says so, whatever it declares', () => {
  expect(rowOf([of('R2')], {})).toBe('| T-99 | R2 | 60 s | not measured | – | – | – | – | – | – |');
});

test('a class is kept when the pause until the flow looks and the 95th percentile are within it together', () => {
  expect(rowOf([of('R1')], { 'T-99': measured })).toBe(
    '| T-99 | R1 | 10 s | 0.40 s | 9.00 s | 9.50 s | – | 40 | 3.5 on 2 cores | yes |',
  );
  expect(waitSeconds(of('R1', files))).toBe(15);
  expect(rowOf([of('R1', files)], { 'T-99': measured })).toMatch(/\| 15 s \| 40 \| 3\.5 on 2 cores \| no \|$/);
  expect([isKept(of('R2', files), measured), isKept(of('R1', files), measured)]).toEqual([true, false]);
  expect(isKept(of('R1'), { ms: { p50: 1, p95: 10_001, max: 10_001 } })).toBe(false);
  expect([rowOf([of('R3')], {}), rowOf([of('B1')], {})]).toEqual([
    expect.stringContaining('| 5 min |'),
    expect.stringContaining('| 8 h |'),
  ]);
});

test('behind every node that verifies an effect stands one that says so, and nothing else changes', () => {
  const flow: readonly Node[] = [
    { id: 'write', type: 'plantwire-odoo-write', z: 'tab', wires: [['next'], ['dlq']] },
    { id: 'tell', type: 'plantwire-webhook-out', z: 'tab', wires: [[], ['dlq']] },
    { id: 'off', type: 'plantwire-notify', z: 'tab', d: true, wires: [[], ['dlq']] },
    { id: 'dlq', type: 'plantwire-dlq', z: 'tab', wires: [[]] },
  ];
  const [write, tell, off, dlq, ...watchers] = watched(flow);
  const ids = watchers.map(({ id }) => id);
  expect(watchers).toHaveLength(2);
  expect([write?.wires, tell?.wires]).toEqual([
    [['next', ids[0]], ['dlq']],
    [[ids[1]], ['dlq']],
  ]);
  expect([off, dlq]).toEqual(flow.slice(2));
});

/** What the node behind a verifier would say at this moment. */
function saidAt(nowMs: number, recordedtime: string, trail: readonly { at: string }[]): string {
  const [, watcher] = watched([{ id: 'write', type: 'plantwire-odoo-write', z: 'tab', wires: [[]] }]);
  const lines: string[] = [];
  const msg = { payload: { recordedtime, type: 'mfg.any.event.v1' }, plantwire: { trail } };
  const node = { log: (text: string) => lines.push(`20 Nov 08:00:00 - [info] [function:write] ${text}`) };
  const date = { parse: Date.parse, now: () => nowMs };
  new Function('msg', 'node', 'Date', String(watcher?.func))(msg, node, date);
  return `noise\n${lines.join('\n')}\nnoise`;
}

test('an event arrived when its sender made it or our first node had it, whichever was first', () => {
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();
  const took = (recorded: string, trail: readonly { at: string }[]) => deliveriesIn(saidAt(100_000, recorded, trail));
  expect(took(at(98), [{ at: at(99) }])).toEqual([{ by: 'odoo-write', event: 'mfg.any.event.v1', tookMs: 2_000 }]);
  expect(took(at(99), [{ at: at(97) }, { at: at(98) }])).toMatchObject([{ tookMs: 3_000 }]);
  expect(took(at(96), [])).toMatchObject([{ tookMs: 4_000 }]);
});
