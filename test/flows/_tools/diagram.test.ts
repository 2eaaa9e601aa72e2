import {
  catalogueTable,
  fillSection,
  mermaidOf,
  nodeTable,
  scenarioTable,
  variableTable,
} from '../../../flows/_tools/diagram.ts';
import { proofTable } from '../../../flows/_tools/proof.ts';
import { goodFlow, goodPaper, palette, templateOf } from './good-flow.ts';

const template = templateOf(goodFlow, { ...goodPaper, variables: { ODOO_URL: 'Where Odoo answers.' } });

test('every wire of the tab is an arrow, named after its port', () => {
  const diagram = mermaidOf(template, palette);
  expect(diagram).toContain('t_counter -.->|rejected| t_dlq');
  expect(diagram).toContain('t_source --> t_counter');
  // Links lead where they lead; they are no step of their own.
  expect(diagram).not.toMatch(/\bt_(out|in)\b/);
  expect(diagram).not.toContain('plantwire_journal');
});

test('tables name nodes, variables and scenarios', () => {
  expect(nodeTable(template, palette)).toContain('| Machine | `plantwire-opcua-source` | Reads. |');
  expect(variableTable(template)).toContain('| `ODOO_URL` | Where Odoo answers. |');
  expect(scenarioTable(template).split('\n')).toHaveLength(2 + goodPaper.scenarios.length);
  expect(catalogueTable([template])).toContain('Production/99 - Test');
});

describe('what a template has shown', () => {
  const rowOf = (paper: object, missing: readonly string[] = []): string =>
    proofTable([templateOf(goodFlow, paper, undefined, { missing })]).split('\n')[2] ?? '';
  const [first, ...rest] = goodPaper.scenarios;
  const killed = { ...first, live: false, when: [{ appliance: 'isKilled' }] };

  test('is counted from its scenarios: on a real Odoo, on the simulated one, or not at all', () => {
    expect(rowOf({ ...goodPaper, scenarios: [killed, ...rest] })).toBe(
      '| T-99 | 4 | 3 | real | real | real | – | simulated | – |',
    );
  });

  test('is nothing as long as no test plays them', () => {
    expect(rowOf(goodPaper, ['test/live/flows.test.ts'])).toBe(
      '| T-99 | 4 | 0 | simulated | simulated | simulated | – | – | – |',
    );
    const none = ['test/flows/t99-test.test.ts', 'test/live/flows.test.ts'];
    expect(rowOf(goodPaper, none)).toBe('| T-99 | 0 | 0 | – | – | – | – | – | – |');
  });

  test('stands beside what its use case still lacks', () => {
    const template = { ...goodPaper.template, notYet: ['a second line', 'a third'] };
    expect(rowOf({ ...goodPaper, template })).toMatch(/\| a second line; a third \|$/);
  });
});

test('only what stands between the markers changes', () => {
  const page = 'before\n<!-- nodes:start -->\nold\n<!-- nodes:end -->\nafter\n';
  expect(fillSection(page, 'nodes', 'new')).toBe('before\n<!-- nodes:start -->\nnew\n<!-- nodes:end -->\nafter\n');
  expect(() => fillSection('no markers', 'nodes', 'new')).toThrow('no section');
});
