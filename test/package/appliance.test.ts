/** The built palette in a real Node-RED process: what answers from the start, and a clean end. */
import { type Appliance, startAppliance } from '../support/appliance.ts';

jest.setTimeout(60_000);

let appliance: Appliance;
beforeAll(async () => {
  appliance = await startAppliance();
});
afterAll(() => appliance.kill());

test('health and metrics answer before any flow exists', async () => {
  const { status, body } = await appliance.health();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'ok',
    journal: { state: 'none' },
    outbox: { depth: 0 },
    deadLetters: { open: 0 },
  });
  const metrics = await appliance.metrics();
  for (const name of [
    'mfg_events_received_total',
    'mfg_events_applied_total',
    'mfg_events_rejected_total',
    'mfg_event_latency_seconds',
    'mfg_backlog_messages',
    'mfg_unposted_completions',
    'mfg_open_decisions',
  ]) {
    expect(metrics).toMatch(new RegExp(`^# TYPE ${name} (counter|gauge|histogram)$`, 'm'));
  }
});

test('every node of the palette loads', async () => {
  const response = await appliance.fetch('/nodes', { headers: { accept: 'application/json' } });
  const sets = (await response.json()) as { module: string; id: string; err?: string; types: string[] }[];
  const ours = sets.filter((set) => set.module === '@plantwire/node-red-odoo');
  const listed = Object.keys(require('../../nodes/package.json')['node-red'].nodes);
  expect(ours.map(({ id, err }) => ({ id, err }))).toEqual(ours.map(({ id }) => ({ id, err: undefined })));
  expect(ours.flatMap(({ types }) => types).sort()).toEqual(listed.sort());
});

test('SIGTERM ends it cleanly', async () => {
  const second = await startAppliance();
  expect(await second.stop()).toBe(0);
  expect(second.log()).toContain('Stopped flows');
});
