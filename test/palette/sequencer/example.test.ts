/**
 * The example "Codes of other systems" as it is imported: numbered messages leave in their order, and what waited for a
 * code goes on by itself, though its number is long over.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mountOperations } from '../../../nodes/src/host/operations.ts';
import dlq from '../../../nodes/src/palette/dlq/dlq.ts';
import httpEndpoint from '../../../nodes/src/palette/http-endpoint/http-endpoint.ts';
import guard from '../../../nodes/src/palette/idempotency-guard/idempotency-guard.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import outbox from '../../../nodes/src/palette/outbox/outbox.ts';
import validator from '../../../nodes/src/palette/schema-validator/schema-validator.ts';
import sequencer from '../../../nodes/src/palette/sequencer/sequencer.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import webhookOut from '../../../nodes/src/palette/webhook-out/webhook-out.ts';
import xref from '../../../nodes/src/palette/xref/xref.ts';
import { good } from '../../domain/operations/shift/bench.ts';
import { type Listener, startListener } from '../../plant/http/listener.ts';
import { nodeBench } from '../../support/nodes.ts';
import { ROOT } from '../../support/sources.ts';
import { until } from '../../support/time.ts';

const DEADLINE_MS = 60_000;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const load = nodeBench();
const operations = (red: Parameters<typeof mountOperations>[0]): void => mountOperations(red);
const entries = [
  ...[journal, sitePack, httpEndpoint, validator, sequencer, guard, xref, outbox, webhookOut, dlq, operations],
];
const file = join(ROOT, 'flows/_examples/Basics/07 - Codes of other systems.json');
const flow = (JSON.parse(readFileSync(file, 'utf8')) as { id: string; type: string }[]).filter(
  ({ type }) => type !== 'tab' && type !== 'plantwire-http-source',
);

let wms: Listener;
beforeAll(async () => {
  wms = await startListener({ secret: SECRET });
  Object.assign(process.env, { PLANTWIRE_WMS_URL: wms.url, PLANTWIRE_WMS_SECRET: SECRET });
});
afterAll(async () => {
  delete process.env['PLANTWIRE_WMS_URL'];
  delete process.env['PLANTWIRE_WMS_SECRET'];
  await wms.close();
});

/** As the MES sends it; `number` is its own count. */
const made = (number: number, materialDefinitionId: string) => ({
  ...good(`${number}`, undefined, { equipmentId: 'ACME/MUC1/PRESS/P1', material: { materialDefinitionId } }),
  sequence: `0000000007-${String(number).padStart(12, '0')}`,
});
const told = () =>
  wms.told.map(({ body }) => {
    const { data } = JSON.parse(body) as ReturnType<typeof good>;
    const { quantity, material } = data as { quantity: { value: string }; material: { materialDefinitionId: string } };
    return `${quantity.value} ${material.materialDefinitionId}`;
  });

test('what overtook is put in order; an unknown code waits, is mapped, and goes on', async () => {
  const nodes = await load(entries, flow);
  const send = (number: number, material: string) => nodes.send('codes.validate', { payload: made(number, material) });
  send(1, 'FG-1000');
  send(3, 'FG-1000');
  send(2, 'OLD-77');
  await until('1 and 3 are told', () => told().length === 2, DEADLINE_MS);
  await nodes.shows('codes.xref', '1 waiting', DEADLINE_MS);
  const row = { domain: 'material', system: 'mes', localCode: 'OLD-77', canonicalId: 'FG-1000', status: 'approved' };
  const answer = await fetch(`${nodes.url}/plantwire/crosswalk/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ row, reason: 'its name before the new numbers' }),
  });
  expect(answer.status).toBe(200);
  await until('2 is told', () => told().length === 3, DEADLINE_MS);
  send(4, 'OLD-77');
  await until('4 is told', () => told().length === 4, DEADLINE_MS);
  expect(told()).toEqual(['1 FG-1000', '3 FG-1000', '2 FG-1000', '4 FG-1000']);
  await nodes.shows('codes.xref', '0 waiting', DEADLINE_MS);
}, 150_000);
