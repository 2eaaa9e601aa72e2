/** An event as a validator lets it pass; every attribute can be replaced. */
import type { Envelope } from '../../nodes/src/domain/envelope.ts';

export const canonicalEvent = (change: Partial<Envelope> = {}): Envelope => ({
  specversion: '1.0',
  id: 'e-1',
  source: 'urn:plantwire:ACME:MUC1:test',
  type: 'mfg.production.output.reported.v1',
  subject: 'joborder/WH%2FMO%2F00042',
  time: '2026-11-20T06:00:00.000Z',
  recordedtime: '2026-11-20T06:00:01.000Z',
  datacontenttype: 'application/json',
  dataschema: 'https://schemas.plantwire.example/mfg/production/output.reported/1.0.0',
  schemaversion: '1.0.0',
  siteid: 'MUC1',
  areaid: 'PACK',
  workcenterid: 'L3',
  workunitid: 'FILL',
  partitionkey: 'MUC1:or:WH/MO/00042',
  sequence: '0000000001-000000000001',
  correlationid: 'or:ACME:WH/MO/00042',
  idempotencykey: `k1.${'a'.repeat(32)}`,
  originsystem: 'mes',
  deliverymode: 'live',
  timequality: 'synced',
  data: { orderId: 'WH/MO/00042', quantity: { value: '12', uom: 'C62' } },
  ...change,
});
