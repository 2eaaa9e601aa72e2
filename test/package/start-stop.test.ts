/** Every node, set up in any way its form allows, starts, says how it is, and closes in time. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { nodeType } from '../../nodes/src/host/define.ts';
import { describeFields, type Field } from '../../nodes/src/host/fields.ts';
import { allHoldings } from '../../nodes/src/host/resources.ts';
import { type PaletteNode, palette } from '../support/palette.ts';
import { fakeRed } from '../support/red.ts';

/** Nobody listens on the discard port, so an address is syntactically right and answers at once. */
const NOWHERE = { http: 'http://127.0.0.1:9', opcua: 'opc.tcp://127.0.0.1:9', text: '127.0.0.1' };

const userDir = mkdtempSync(join(tmpdir(), 'plantwire-start-stop-'));
afterAll(() => rmSync(userDir, { recursive: true, force: true }));

test.each(palette().map((node) => [node.folder, node] as const))(
  '%s',
  async (_folder, node) => {
    const { default: registrar } = require(join(node.path, `${node.folder}.ts`));
    await fc.assert(
      fc.asyncProperty(configuration(node), async ({ config, secrets }) => {
        const host = fakeRed(userDir);
        host.load(registrar);
        const made = host.create(
          { id: 'n', type: nodeType(node.definition), configVersion: node.definition.version, ...config },
          secrets,
        );
        await made.close();
        expect(made.errors.filter((text) => text.includes('internal-error') || /^\s+at /m.test(text))).toEqual([]);
        expect(allHoldings()).toEqual([]);
      }),
      // Opening a resource is the slow part: a journal starts a thread and a file each time.
      { numRuns: node.definition.role === 'config' ? 4 : 15, endOnFailure: true },
    );
  },
  120_000,
);

function configuration(
  node: PaletteNode,
): fc.Arbitrary<{ config: Record<string, unknown>; secrets: Record<string, string> }> {
  const described = describeFields(node.definition);
  const of = (secret: boolean): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        described.filter(({ info }) => Boolean(info.secret) === secret).map((field) => [field.name, value(field)]),
      ),
      {
        requiredKeys: described
          .filter(({ required }) => required)
          .map(({ name }) => name)
          .filter((name) => described.some((field) => field.name === name && Boolean(field.info.secret) === secret)),
      },
    );
  return fc.record({ config: of(false), secrets: of(true) as fc.Arbitrary<Record<string, string>> });
}

function value(field: Field): fc.Arbitrary<unknown> {
  if (field.info.configNode) return fc.constantFrom('missing', 'gone');
  if (field.kind === 'boolean') return fc.boolean();
  if (field.kind === 'choice') return fc.constantFrom(...field.choices);
  if (field.kind === 'number') return numbers(field);
  if (field.kind === 'list')
    return fc.array(fc.constantFrom(...field.choices, 'ns=1;s=Good', 'production.output.reported', 'x'), {
      maxLength: 3,
    });
  if (field.kind === 'json') return fc.constant(field.default);
  if (field.info.address)
    return fc.constantFrom(
      field.name.toLowerCase().includes('opc') ? NOWHERE.opcua : NOWHERE.http,
      NOWHERE.opcua,
      NOWHERE.text,
    );
  return field.pattern
    ? fc.stringMatching(new RegExp(field.pattern))
    : fc.constantFrom('demo-plant', 'a', 'name-1', String(field.default ?? 'b') || 'b');
}

/** As a form saves them: text. */
function numbers({ minimum = 0, maximum }: Field): fc.Arbitrary<string> {
  return fc.integer({ min: Math.ceil(minimum), max: Math.min(maximum ?? 100_000, minimum + 1_000_000) }).map(String);
}
