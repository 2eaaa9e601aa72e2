/** The event every figure is measured with: good output of an order as a producer sends it, 25 fields in 529 bytes of JSON. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkPack } from '../../nodes/src/domain/site/check.ts';
import { type SitePackResource, siteResource } from '../../nodes/src/domain/site/resource.ts';

/** Lanes in use at the same time: lines of a large site. */
const LINES = 400;
/** An order is done after so many reports, and its line starts the next. */
const REPORTS_PER_ORDER = 250;

export const EVENT_BYTES = 529;
export const EVENT_FIELDS = 25;

/** The `n`th event; the same `n` is the same fact. */
export function eventOf(n: number): Record<string, unknown> {
  const line = n % LINES;
  const round = Math.floor(n / LINES);
  const order = String((Math.floor(round / REPORTS_PER_ORDER) * LINES + line) % 100_000).padStart(5, '0');
  const count = String(n).padStart(7, '0');
  return {
    specversion: '1.0',
    id: count,
    source: 'e',
    type: 'mfg.production.output.reported.v1',
    time: '2026-11-20T09:14:05Z',
    recordedtime: '2026-11-20T09:14:05Z',
    siteid: 'M',
    subject: 'o',
    originsystem: 's',
    deliverymode: 'live',
    bay: '3',
    bin: '1',
    jig: '2',
    timequality: 'synced',
    data: {
      operationsRequestId: `M${order}`,
      reportKind: 'partial',
      material: { materialDefinitionId: 'FG-1000' },
      quantity: { value: '12', uom: 'C62' },
      lot: { lotId: 'L1' },
      shiftId: 'N',
      counter: { tag: 'P1', epoch: 1, from: count, to: `${count}5` },
    },
  };
}

export function demoSite(): SitePackResource {
  const file = path.resolve(import.meta.dirname, '../../flows/_sites/demo-plant.json');
  const { pack, problems } = checkPack(JSON.parse(readFileSync(file, 'utf8')));
  if (!pack) throw new Error(JSON.stringify(problems));
  return siteResource(pack);
}
