/** Which intents a flow needs, and which can run on the connected Odoo, is said before anybody types one. */
import { allKinds } from '../../../nodes/src/domain/odoo/capabilities.ts';
import { type Erp, type ErpCall, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { chooseIntent } from '../../../nodes/src/palette/odoo-write/pickers.ts';

const FLOW = [
  { id: 'v', type: 'plantwire-schema-validator', z: 'tab', types: ['material.consumed'] },
  { id: 'w', type: 'plantwire-odoo-write', z: 'tab' },
];

function host(may: (call: ErpCall) => boolean, mode?: string) {
  const calls: ErpCall[] = [];
  const erp: Erp & { standing(): { mode: string } } = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant' }),
    call: async (call) => {
      calls.push(call);
      return ok(may(call));
    },
    standing: () => ({ mode: mode ?? 'automatic' }),
  };
  const resource = async <T>(): Promise<Result<T>> => ok(erp as T);
  const beside = (id: string): readonly Record<string, unknown>[] => (id === 'w' ? FLOW : []);
  return { calls, choose: (query: Record<string, string>) => chooseIntent(query, { resource, beside }) };
}

test('what the flow needs comes first; what cannot run says what is missing', async () => {
  const { choose } = host(({ model }) => model !== 'maintenance.request');
  const [first, ...rest] = await choose({ node: 'w', connection: 'odoo' });
  expect(first).toEqual({ value: 'consume', label: 'consume', marks: ['needed', 'runs'] });
  expect(rest.map(({ value }) => value).sort()).toEqual(allKinds.filter((kind) => kind !== 'consume').sort());
  const lacking = rest.filter(({ marks }) => marks?.includes('lacks'));
  expect(lacking.length).toBeGreaterThan(0);
  for (const { detail } of lacking) expect(detail).toContain('maintenance.request');
});

test('while a person types, Odoo is not asked again', async () => {
  const { choose, calls } = host(() => true);
  await choose({ connection: 'odoo' });
  const before = calls.length;
  expect(before).toBeGreaterThan(0);
  expect(await choose({ connection: 'odoo', q: 'SCR' })).toEqual([{ value: 'scrap', label: 'scrap', marks: ['runs'] }]);
  expect(calls).toHaveLength(before);
});

test('without a connection, and while an operator keeps hands off, nothing is said about Odoo', async () => {
  const { choose, calls } = host(() => true, 'manual');
  expect(await choose({ q: 'scrap' })).toEqual([{ value: 'scrap', label: 'scrap', marks: [] }]);
  expect(await choose({ q: 'scrap', connection: 'odoo' })).toEqual([{ value: 'scrap', label: 'scrap', marks: [] }]);
  expect(calls).toEqual([]);
});
