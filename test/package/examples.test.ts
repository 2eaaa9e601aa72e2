/** Small examples beside the templates: every node is set up in a way its own definition accepts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../../nodes/src/host/configuration.ts';
import { palette } from '../support/palette.ts';
import { ROOT } from '../support/sources.ts';

const folder = join(ROOT, 'flows/_examples');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
/** What a person enters after importing. */
const ENTERED: Readonly<Record<string, string>> = {
  ODOO_URL: 'http://odoo',
  ODOO_DB: 'db',
  ODOO_LOGIN: 'edge',
  ODOO_API_KEY: 'key',
};

test.each(files)('%s', (file) => {
  const flow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>[];
  const ids = flow.map((node) => node['id']);
  const wires = flow.flatMap((node) => ((node['wires'] ?? []) as string[][]).flat());
  expect(wires.filter((id) => !ids.includes(id))).toEqual([]);
  for (const node of flow) {
    const known = palette().find(({ folder: name }) => node['type'] === `plantwire-${name}`);
    if (!known) continue;
    const read = readConfiguration(known.definition, {
      saved: node,
      secrets: {},
      environment: (name) => ENTERED[name],
    });
    expect(read).toMatchObject({ ok: true });
    expect(node['configVersion']).toBe(known.definition.version);
  }
});
