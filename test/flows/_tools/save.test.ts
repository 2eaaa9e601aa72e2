import { canonicalise } from '../../../flows/_tools/flow-file.ts';
import { merge } from '../../../flows/_tools/open.ts';
import { takeTemplate } from '../../../flows/_tools/save.ts';
import { goodFlow, nodeOf, palette } from './good-flow.ts';

const before = canonicalise(goodFlow).map((node) =>
  palette.nodes.has(node.type) ? { ...node, configVersion: palette.nodes.get(node.type)?.version ?? 1 } : node,
);

test('what was opened and not touched is saved unchanged', () => {
  expect(takeTemplate(merge([], before), 't', before, palette)).toEqual(canonicalise(before));
});

test('a node drawn in the editor gets an id one can read', () => {
  const drawn = { id: '8f3a2b1c9d0e4f56', type: 'debug', z: 't', name: 'Written orders', x: 700, y: 100, wires: [] };
  const write = { ...nodeOf('t.write'), wires: [['8f3a2b1c9d0e4f56'], ['t.out']] };
  const running = [...before.map((node) => (node.id === 't.write' ? { ...write, configVersion: 1 } : node)), drawn];
  const saved = takeTemplate(running, 't', before, palette);
  expect(saved.find((node) => node.type === 'debug')?.id).toBe('t.written-orders');
  expect(saved.find((node) => node.id === 't.write')?.wires).toEqual([['t.written-orders'], ['t.out']]);
});

test('configuration of the development instance stays out of the file', () => {
  const running = before.map((node) =>
    node.id === 'plantwire.odoo' ? { ...node, url: 'http://10.0.0.5', apiKey: 'secret' } : node,
  );
  expect(JSON.stringify(takeTemplate(running, 't', before, palette))).not.toMatch(/10\.0\.0\.5|secret/);
});

test('configuration nodes nobody on the tab uses stay where they are', () => {
  const running = [...before, { id: 'other', type: 'plantwire-journal', name: 'another' }];
  expect(takeTemplate(running, 't', before, palette).map((node) => node.id)).not.toContain('other');
});

test('a new shared configuration node gets the id that every template uses', () => {
  const running = JSON.parse(JSON.stringify(before).replaceAll('plantwire.journal', 'abcdef0123456789'));
  const saved = takeTemplate(running, 't', [], palette);
  expect(saved.map((node) => node.id)).toContain('plantwire.journal');
  expect(saved.find((node) => node.id === 't.counter' || node.type === 'plantwire-counter')?.journal).toBe(
    'plantwire.journal',
  );
});

test('opening a template replaces its own tab and keeps the rest of the instance', () => {
  const journal = { id: 'plantwire.journal', type: 'plantwire-journal', name: 'as set up here' };
  const running = [
    { id: 'mine', type: 'tab', label: 'Mine' },
    journal,
    { id: 't', type: 'tab', label: 'old' },
    { id: 't.old', type: 'debug', z: 't', wires: [] },
  ];
  const merged = merge(running, before);
  expect(merged.map((node) => node.id)).toContain('mine');
  expect(merged.map((node) => node.id)).not.toContain('t.old');
  expect(merged.filter((node) => node.id === 'plantwire.journal')).toEqual([journal]);
});

test('a tab that is not there is told, not saved as nothing', () => {
  expect(() => takeTemplate([], 't', before, palette)).toThrow('has no tab t');
});
