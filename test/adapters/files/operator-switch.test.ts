import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSwitchings, writeSwitchings } from '../../../nodes/src/adapters/files/operator-switch.ts';
import type { Switchings } from '../../../nodes/src/domain/delivery/switching.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-switch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const anna = { by: 'anna', at: '2026-11-22T12:00:00.000Z', reason: 'stocktaking' };
const manual: Switchings = [{ to: 'manual', number: 7, decided: anna }];
const automatic: Switchings = [...manual, { to: 'automatic', number: 8, decided: { ...anna, by: 'ben' } }];

test('nobody decided anything: nothing is kept', async () => {
  expect(await readSwitchings(folder, 'odoo')).toEqual({ ok: true, value: [] });
});

test('each connection keeps its own decisions, with who, when and why', async () => {
  await writeSwitchings(folder, 'a', manual);
  await writeSwitchings(folder, 'b', manual);
  await writeSwitchings(folder, 'a', automatic);
  expect(await readSwitchings(folder, 'a')).toEqual({ ok: true, value: automatic });
  expect(await readSwitchings(folder, 'b')).toEqual({ ok: true, value: manual });
});

test('decisions about several connections at the same moment are all kept', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(names.map((name) => writeSwitchings(folder, name, manual)));
  for (const name of names) expect(await readSwitchings(folder, name)).toEqual({ ok: true, value: manual });
});

test('what an earlier release decided stays in force, and is kept beside what comes', async () => {
  writeFileSync(join(folder, 'plantwire-operator.json'), '{"a": "manual", "b": "read-only"}');
  expect(await readSwitchings(folder, 'a')).toEqual({ ok: true, value: [{ to: 'manual', number: 0 }] });
  await writeSwitchings(folder, 'b', automatic);
  expect(await readSwitchings(folder, 'a')).toEqual({ ok: true, value: [{ to: 'manual', number: 0 }] });
});

test.each(['{"odoo": "perhaps"}', '{"odoo"', '[]', '{"odoo": [{"to": "perhaps", "number": 1}]}'])(
  'a file that says %s is no answer, and is not overwritten',
  async (text) => {
    writeFileSync(join(folder, 'plantwire-operator.json'), text);
    expect(await readSwitchings(folder, 'odoo')).toMatchObject({ failure: { code: 'operator-switch-unusable' } });
    expect(await writeSwitchings(folder, 'odoo', manual)).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, 'plantwire-operator.json'), 'utf8')).toBe(text);
  },
);

test('a folder that cannot be written is told', async () => {
  expect(await writeSwitchings(join(folder, 'missing'), 'odoo', manual)).toMatchObject({
    failure: { code: 'operator-switch-unusable', class: 'configuration' },
  });
});
