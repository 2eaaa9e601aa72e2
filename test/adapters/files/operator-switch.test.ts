import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSwitch, writeSwitch } from '../../../nodes/src/adapters/files/operator-switch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-switch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('nobody decided anything: automatic', async () => {
  expect(await readSwitch(folder, 'odoo')).toEqual({ ok: true, value: 'automatic' });
});

test('each connection keeps its own decision', async () => {
  await writeSwitch(folder, 'a', 'manual');
  await writeSwitch(folder, 'b', 'read-only');
  await writeSwitch(folder, 'a', 'automatic');
  expect(await readSwitch(folder, 'a')).toEqual({ ok: true, value: 'automatic' });
  expect(await readSwitch(folder, 'b')).toEqual({ ok: true, value: 'read-only' });
  expect(JSON.parse(readFileSync(join(folder, 'plantwire-operator.json'), 'utf8'))).toEqual({
    a: 'automatic',
    b: 'read-only',
  });
});

test.each(['{"odoo": "perhaps"}', '{"odoo"', '[]'])(
  'a file that says %s is no answer, and is not overwritten',
  async (text) => {
    writeFileSync(join(folder, 'plantwire-operator.json'), text);
    expect(await readSwitch(folder, 'odoo')).toMatchObject({ failure: { code: 'operator-switch-unusable' } });
    expect(await writeSwitch(folder, 'odoo', 'manual')).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, 'plantwire-operator.json'), 'utf8')).toBe(text);
  },
);

test('a folder that cannot be written is told', async () => {
  expect(await writeSwitch(join(folder, 'missing'), 'odoo', 'manual')).toMatchObject({
    failure: { code: 'operator-switch-unusable', class: 'configuration' },
  });
});
