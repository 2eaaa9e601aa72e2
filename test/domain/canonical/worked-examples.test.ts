import { createHash } from 'node:crypto';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import { eventId } from '../../../nodes/src/domain/canonical/event-id.ts';
import { events } from '../../../nodes/src/domain/canonical/registry.ts';
import { idempotencyKey } from '../../../nodes/src/domain/idempotency/key.ts';

const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 32);
const scope = { enterprise: 'ACME', site: 'MUC1', system: 'scada-muc1' };
const counter = { tag: 'L3.FILL.GoodCount', epoch: 17, from: '12600', to: '12840', opcStatus: 'Good' };

const output = {
  operationsRequestId: 'WH/MO/00042',
  jobOrderId: 'WH/MO/00042-10',
  segmentId: '10',
  reportKind: 'partial' as const,
  materialUse: 'Produced' as const,
  material: { materialDefinitionId: 'FG-1000' },
  lot: { lotId: 'L2611-042' },
  quantity: { value: '240', uom: 'C62', sourceValue: '240', sourceUom: 'EA' },
  cumulativeGood: { value: '480', uom: 'C62' },
  equipmentId: 'ACME/MUC1/PACK/L3/FILL',
  toLocationId: 'MUC1/FG/STAGE-1',
  interval: { start: '2026-11-20T08:14:05.000Z', end: '2026-11-20T09:14:05.120Z' },
  shiftId: '2026-11-20/A',
  businessDate: '2026-11-20',
  eventTimeZone: 'Europe/Berlin',
  personId: 'p:7f3c',
  counter,
};

const attributes = {
  ...{ enterprise: 'ACME', site: 'MUC1', system: 'gw07', originsystem: 'scada-muc1' },
  time: '2026-11-20T09:14:05.120Z',
  recordedtime: '2026-11-20T09:14:05.402Z',
  timequality: 'synced' as const,
  sequence: { epoch: 17, counter: 53 },
  causationid: 'odoo-mrp_production-4711-r3',
};

describe('keys and ids follow the published recipes', () => {
  test('a released order has the key of (or.released, enterprise, order, version)', () => {
    const data = { operationsRequestId: 'WH/MO/00042', requestVersion: 3 } as never;
    const parts = events['operations.request.released'].naturalKey(data, scope);
    expect(idempotencyKey(parts ?? [], hash)).toBe('k1.arcTeJhRlMNRXPqXg4-RfEG45JJKE85E');
  });

  test('a counter range has the key of (prod.output, site, job, tag, epoch, from, to)', () => {
    const parts = events['production.output.reported'].naturalKey(output, scope);
    expect(idempotencyKey(parts ?? [], hash)).toBe('k1.PGRs0c5uwAkL0Pkc0nYYlSNfQeMeG-VM');
  });

  test('the id of a counter range hashes source, tag, epoch and range', () => {
    const source = 'https://mes.acme.example/enterprise/ACME/site/MUC1/edge/gw07';
    expect(eventId({ tier: 'counter', ...counter }, source, hash)).toBe('e1-aMQfhAQsv7UD1RCzT4d6l2s9uOaoqhpB');
  });

  test('the id of a record carries system, model, key and revision', () => {
    const origin = { tier: 'record', system: 'odoo', model: 'mrp.production', record: '4711', revision: 3 } as const;
    expect(eventId(origin, 'any', hash)).toBe('odoo-mrp_production-4711-r3');
  });

  test('a genealogy record takes its id from its natural key', () => {
    const parts = ['trace.transf', 'MUC1', 'WH/MO/00042-10', 'L2611-042', 1];
    expect(eventId({ tier: 'key', parts }, 'any', hash)).toBe('e1-P5ih3PPLlT1T2mqR2qen9KBGQneOsDBW');
    expect(idempotencyKey(parts, hash)).toBe('k1.P5ih3PPLlT1T2mqR2qen9KBGQneOsDBW');
  });

  test.each([
    ['k1.CKycRZgegf_eicTEkZRd0FglJN9Sx86B', ['cond', 'MUC1', 'L3.FILL.BRG_TEMP_HIHI', 'AQIDBAUGBwgJCgsMDQ4PEA']],
    ['k1._ZiXWG2iWX5-w-4AHb64Wx2wOg_hKd8i', ['disp', 'ACME', 'FG-1000', 'L2611-042', 'HOLD-2026-001932', 'hold']],
  ])('the recipe gives %s', (key, parts) => {
    expect(idempotencyKey(parts, hash)).toBe(key);
  });
});

describe('buildEvent', () => {
  test('makes the whole envelope of a counter range', () => {
    const built = buildEvent('production.output.reported', output, attributes, hash);
    expect(built).toEqual({
      ok: true,
      value: {
        specversion: '1.0',
        id: expect.stringMatching(/^e1-[A-Za-z0-9_-]{32}$/),
        source: 'urn:plantwire:ACME:MUC1:gw07',
        type: 'mfg.production.output.reported.v1',
        subject: 'joborder/WH%2FMO%2F00042-10',
        time: '2026-11-20T09:14:05.120Z',
        recordedtime: '2026-11-20T09:14:05.402Z',
        timequality: 'synced',
        datacontenttype: 'application/json',
        dataschema: 'urn:plantwire:schema:mfg:production.output.reported:1.0.0',
        schemaversion: '1.0.0',
        siteid: 'MUC1',
        areaid: 'PACK',
        workcenterid: 'L3',
        workunitid: 'FILL',
        partitionkey: 'MUC1:or:WH/MO/00042',
        sequence: '0000000017-000000000053',
        idempotencykey: 'k1.PGRs0c5uwAkL0Pkc0nYYlSNfQeMeG-VM',
        correlationid: 'or:ACME:WH/MO/00042',
        causationid: 'odoo-mrp_production-4711-r3',
        originsystem: 'scada-muc1',
        deliverymode: 'live',
        data: output,
      },
    });
  });

  test('refuses a field nobody defined, naming it', () => {
    const built = buildEvent('production.output.reported', { ...output, lott: 'L1' } as never, attributes, hash);
    expect(built).toMatchObject({
      ok: false,
      failure: { code: 'event-invalid', reason: expect.stringContaining('lott') },
    });
  });

  test('refuses a fact that nothing makes unique', () => {
    const { counter: _, ...loose } = output;
    const built = buildEvent('production.output.reported', loose, attributes, hash);
    expect(built).toMatchObject({ ok: false, failure: { class: 'data' } });
  });

  test('refuses attributes that no envelope may carry', () => {
    const built = buildEvent('production.output.reported', output, { ...attributes, time: 'yesterday' }, hash);
    expect(built).toMatchObject({ ok: false, failure: { code: 'event-invalid', issues: [{ path: 'time' }] } });
  });
});
