/** The demo plant and events of it, for tests of maps. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEvent, type EventAttributes } from '../../../nodes/src/domain/canonical/build.ts';
import type { EventData, EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import { checkPack } from '../../../nodes/src/domain/site/check.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';

export const hash = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 32);

export function packNamed(name: string): SitePack {
  const file = join(__dirname, '../../../flows/_sites', `${name}.json`);
  const { pack, problems } = checkPack(JSON.parse(readFileSync(file, 'utf8')));
  if (!pack) throw new Error(JSON.stringify(problems));
  return pack;
}

export const demoPlant = (): SitePack => packNamed('demo-plant');

const attributes: EventAttributes = {
  enterprise: 'ACME',
  site: 'MUC1',
  system: 'Press1-good',
  originsystem: 'scada-muc1',
  time: '2026-11-20T09:14:05.120Z',
  recordedtime: '2026-11-20T09:14:05.402Z',
  timequality: 'synced',
  sequence: { epoch: 1, counter: 53 },
};

export function event<N extends EventName>(
  name: N,
  data: EventData<N>,
  change: Partial<EventAttributes> = {},
): Envelope {
  const built = buildEvent(name, data, { ...attributes, ...change }, hash);
  if (!built.ok) throw new Error(JSON.stringify(built.failure));
  return built.value;
}

const counter = { tag: 'ns=1;s=Press1.GoodCount', epoch: 1, from: '0', to: '12' };
const common = { operationsRequestId: 'WH/MO/00042', equipmentId: 'ACME/MUC1/PRESS/P1', counter };

export const good: EventData<'production.output.reported'> = {
  ...common,
  reportKind: 'partial',
  material: { materialDefinitionId: 'FG-1000' },
  quantity: { value: '12', uom: 'C62' },
  lot: { lotId: 'L2611-042' },
};

export const scrap: EventData<'production.scrap.reported'> = {
  ...common,
  material: { materialDefinitionId: 'FG-1000' },
  quantity: { value: '2', uom: 'C62' },
  reason: { code: '1', scheme: 'site' },
  scrapStage: 'output',
};

export const consumed: EventData<'material.consumed'> = {
  ...common,
  material: { materialDefinitionId: 'RM-20' },
  quantity: { value: '2500', uom: 'GRM' },
  direction: 'consume',
  basis: 'actual',
  lot: { lotId: 'S-9921' },
};

export const byproduct: EventData<'production.byproduct.reported'> = {
  ...common,
  material: { materialDefinitionId: 'BP-1' },
  quantity: { value: '3', uom: 'C62' },
};

export const performance: EventData<'operations.performance.reported'> = {
  operationsRequestId: 'WH/MO/00042',
  equipmentId: 'ACME/MUC1/PRESS/P1',
  responseVersion: 1,
  material: { materialDefinitionId: 'FG-1000' },
  totals: { good: { value: '12', uom: 'C62' } },
  interval: { start: '2026-11-20T08:00:00Z', end: '2026-11-20T09:14:05Z' },
  closeRequested: true,
  awaits: ['ns=1;s=Press1.GoodCount', 'ns=1;s=Press1.ScrapCount'],
};
