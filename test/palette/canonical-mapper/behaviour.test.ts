import { system } from '../../../nodes/src/adapters/system.ts';
import type { Outcome } from '../../../nodes/src/domain/outcome.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import type { Behaviour } from '../../../nodes/src/host/node.ts';
import { mapper } from '../../../nodes/src/palette/canonical-mapper/behaviour.ts';
import { definition } from '../../../nodes/src/palette/canonical-mapper/definition.ts';
import { demoPlant, event, good, packNamed } from '../../domain/mapping/plant.ts';

const clock = { now: () => Date.parse('2026-11-20T12:00:00Z'), after: () => () => undefined };
const site = siteResource(demoPlant());

function started(config: Record<string, unknown> = {}): Behaviour {
  const built = mapper(definition.config.parse({ sitePack: 's', ...config }), site, clock);
  if (!built.ok) throw new Error(built.failure.reason);
  return built.value;
}

async function handled(input: unknown, config = {}): Promise<Outcome> {
  const reservation = { key: 'k', lease: 'l' };
  const outcome = await started(config).handle?.({ event: input, reservation, trail: [] });
  if (!outcome) throw new Error('no outcome');
  return outcome;
}

const output = event('production.output.reported', good);

test('the intent joins the message; event and reservation stay', async () => {
  expect(await handled(output)).toMatchObject({
    kind: 'pass',
    port: 'mapped',
    message: { event: output, reservation: { key: 'k' }, intent: { kind: 'produce', key: output.idempotencykey } },
  });
});

test('versions of maps and site pack go with the message, refused or not, and follow what they name', async () => {
  const versions = async (input: unknown, resource = site) => {
    const built = mapper(definition.config.parse({ sitePack: 's' }), resource, clock, system.hash);
    const outcome = built.ok ? await built.value.handle?.({ event: input, trail: [] }) : undefined;
    return outcome?.kind === 'pass'
      ? outcome.message.versions
      : outcome?.kind === 'reject'
        ? outcome.versions
        : undefined;
  };
  const known = await versions(output);
  expect(known).toEqual({ map: expect.any(String), 'site pack': expect.stringContaining('demo-plant ') });
  expect(
    await versions(event('production.output.reported', { ...good, material: { materialDefinitionId: 'X' } })),
  ).toEqual(known);
  expect(await versions(output, siteResource({ ...demoPlant(), timeZone: 'UTC' }))).not.toEqual(known);
});

test.each([
  ['raw samples', { samples: [], source: 'plc' }],
  ['text', 'hello'],
  ['nothing', undefined],
])('%s are refused with the advice to validate first', async (_, input) => {
  expect(await handled(input)).toMatchObject({
    kind: 'reject',
    failure: { code: 'not-an-event', nextStep: expect.stringContaining('schema validator') },
  });
});

test('a fixed map refuses other event types', async () => {
  expect(await handled(output, { map: 'material.consumed' })).toMatchObject({
    kind: 'reject',
    failure: { code: 'type-not-accepted' },
  });
  expect(await handled(output, { map: 'production.output.reported' })).toMatchObject({ kind: 'pass' });
});

test('an expired event and an event of Odoo are filtered, with the reason', async () => {
  expect(await handled({ ...output, expirytime: '2026-11-20T11:59:59Z' })).toMatchObject({
    kind: 'drop',
    reason: 'filtered',
  });
  expect(await handled({ ...output, expirytime: '2026-11-20T12:00:01Z' })).toMatchObject({ kind: 'pass' });
  expect(await handled({ ...output, originsystem: 'odoo-prod' })).toMatchObject({ kind: 'drop', reason: 'filtered' });
});

test('an event that only its content identifies waits for a person', async () => {
  expect(await handled({ ...output, id: 'u1-abc' })).toMatchObject({
    kind: 'reject',
    failure: { code: 'not-identified' },
  });
});

test('an override replaces one field', async () => {
  const overrides = [{ type: 'production.output.reported', field: 'lot', value: 'L-FIXED' }];
  expect(await handled(output, { overrides })).toMatchObject({ message: { intent: { lot: 'L-FIXED' } } });
  const through = [{ type: 'production.output.reported', field: 'at', from: 'recordedtime', through: 'instant' }];
  expect(await handled(output, { overrides: through })).toMatchObject({
    message: { intent: { at: '2026-11-20T09:14:05.402Z' } },
  });
});

test.each([
  [{ type: 'production.output.reportd', field: 'lot', value: 'x' }, 'did you mean "production.output.reported"?'],
  [{ type: 'production.output.reported', field: 'lot' }, 'either "from" or "value"'],
  [{ type: 'production.output.reported', field: 'lot', from: 'data..lot' }, 'no path'],
  [{ type: 'production.output.reported', field: 'lot', from: 'data.lot', through: 'lott' }, 'did you mean "lot"?'],
  [{ type: 'production.output.reported', field: '', value: 'x' }, 'no field name'],
])('the wrong override %j stops the node with a message', (row, words) => {
  const built = mapper(definition.config.parse({ sitePack: 's', overrides: [row] }), site, clock);
  expect(built).toMatchObject({
    ok: false,
    failure: { class: 'configuration', on: 'row 1', reason: expect.stringContaining(words) },
  });
});

test('another plant needs another pack and nothing else', async () => {
  const other = mapper(definition.config.parse({ sitePack: 's' }), siteResource(packNamed('process-batch')), clock);
  const brewed = event(
    'production.output.reported',
    {
      ...good,
      equipmentId: 'NORDBREW/HAM2/BREWHOUSE/LAUTER/KETTLE1',
      material: { materialDefinitionId: '0004711' },
      quantity: { value: '12.5', uom: 'HLT' },
    },
    { enterprise: 'NORDBREW', site: 'HAM2', originsystem: 'braumat' },
  );
  const outcome = other.ok && (await other.value.handle?.({ event: brewed, trail: [] }));
  expect(outcome).toMatchObject({
    kind: 'pass',
    message: {
      intent: {
        material: { id: 'BEER-PILS', by: 'externalId', value: 'nordbrew.beer_pils' },
        quantity: { value: '1250', uom: 'LTR' },
        policy: { post: 'perShift', remainder: 'closeShort', overTolerancePct: '3' },
      },
    },
  });
});
