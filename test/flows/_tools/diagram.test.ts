import {
  catalogueTable,
  fillSection,
  mermaidOf,
  nodeTable,
  scenarioTable,
  variableTable,
} from '../../../flows/_tools/diagram.ts';
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

test('only what stands between the markers changes', () => {
  const page = 'before\n<!-- nodes:start -->\nold\n<!-- nodes:end -->\nafter\n';
  expect(fillSection(page, 'nodes', 'new')).toBe('before\n<!-- nodes:start -->\nnew\n<!-- nodes:end -->\nafter\n');
  expect(() => fillSection('no markers', 'nodes', 'new')).toThrow('no section');
});
