/** What a template's odoo write node names at deploy is what its events lead to: a stale name would cry wolf, or nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseMaps } from '../../../../nodes/src/domain/mapping/base-maps.ts';
import { type FlowNode, usageOf } from '../../../../nodes/src/domain/odoo/drill/usage.ts';

const FLOWS = join(__dirname, '../../../../flows');
const templates = readdirSync(FLOWS).filter((name) => existsSync(join(FLOWS, name, 'flow.json')));

function readTemplate(name: string): { named: readonly string[]; needed: readonly string[] } {
  const text = (file: string): string => readFileSync(join(FLOWS, name, file), 'utf8');
  const nodes = JSON.parse(text('flow.json')) as FlowNode[];
  const told = existsSync(join(FLOWS, name, 'scenarios.json')) ? text('scenarios.json') : '';
  const writes = nodes.filter(({ type }) => type === 'plantwire-odoo-write');
  return {
    named: writes.flatMap((node) => String(node['intents'] ?? '').split(/\s+/)).filter((kind) => kind !== ''),
    needed: usageOf({ name, nodes, told }, baseMaps).kinds,
  };
}

test('intents named by a template are those that its events lead to', () => {
  const strange = templates.flatMap((name) => {
    const { named, needed } = readTemplate(name);
    return named.filter((kind) => !needed.includes(kind)).map((kind) => `${name}: ${kind}`);
  });
  expect(strange).toEqual([]);
});

test('a template whose events all lead to one intent names it', () => {
  const silent = templates.filter((name) => {
    const { named, needed } = readTemplate(name);
    return needed.length === 1 && named.length === 0;
  });
  expect(templates.length).toBeGreaterThan(10);
  expect(silent).toEqual([]);
});
