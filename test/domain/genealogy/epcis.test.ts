/** The projection to EPCIS 2.0, and the gaps of a chain. */
import { type Chain, gapsOf, type LotOf } from '../../../nodes/src/domain/genealogy/chain.ts';
import { toEpcis } from '../../../nodes/src/domain/genealogy/epcis.ts';
import { epcisFindings } from '../../support/epcis.ts';

const lot = (product: string, name: string, isSerial = false): LotOf => ({ product, lot: name, isSerial });
const [raw, semi, device] = [lot('RM 1', 'R/1'), lot('SEMI', 'S1'), lot('DEV', 'SN1', true)];
const part = (of: LotOf, quantity: string) => ({ lot: of, product: of.product, quantity });
const chain: Chain = {
  root: device,
  direction: 'up',
  levels: [[device], [semi], [raw]],
  transformations: [
    { order: 'MO/2', at: '2026-11-20T11:00:00Z', inputs: [part(semi, '1')], outputs: [part(device, '1')] },
    {
      order: 'MO/1',
      at: '2026-11-20T10:00:00Z',
      inputs: [part(raw, '0.5'), { product: 'GLUE', quantity: '0.25' }],
      outputs: [part(semi, '2')],
    },
  ],
  passages: [
    { kind: 'received', lot: raw, quantity: '5', at: '2026-11-19T08:00:00Z', document: 'IN/1' },
    { kind: 'shipped', lot: device, quantity: '1', at: '2026-11-21T08:00:00Z', document: 'OUT/1' },
  ],
  packings: [],
  gaps: [],
};
const options = {
  enterprise: 'ACME',
  gtinOf: (product: string) => (product === 'SEMI' ? '04012345678901' : undefined),
  uomOf: (product: string) => (product === 'GLUE' || product === 'RM 1' ? 'KGM' : undefined),
  now: '2026-11-21T12:00:00Z',
};

test('a chain becomes a valid document in the order of time: digital links where a GTIN is known, else names of ours', () => {
  const document = toEpcis(chain, options);
  expect(epcisFindings(document)).toEqual([]);
  const { eventList } = document.epcisBody;
  expect(eventList.map(({ bizStep }) => bizStep)).toEqual(['receiving', 'commissioning', 'commissioning', 'shipping']);
  expect(eventList[1]).toMatchObject({
    inputQuantityList: [
      { epcClass: 'urn:plantwire:ACME:lot:RM%201:R%2F1', quantity: 0.5, uom: 'KGM' },
      { epcClass: 'urn:plantwire:ACME:product:GLUE', quantity: 0.25, uom: 'KGM' },
    ],
    outputQuantityList: [{ epcClass: 'https://id.gs1.org/01/04012345678901/10/S1', quantity: 2 }],
  });
  expect(eventList[2]).toMatchObject({ outputEPCList: ['urn:plantwire:ACME:serial:DEV:SN1'] });
  expect(toEpcis(chain, options)).toEqual(document);
});

test('the rules refuse what the standard refuses', () => {
  const document = toEpcis(chain, options);
  const [event] = document.epcisBody.eventList;
  const spoiled = (change: object) => ({ ...document, epcisBody: { eventList: [{ ...event, ...change }] } });
  expect(epcisFindings(spoiled({ eventTimeZoneOffset: 'Z' }))).not.toEqual([]);
  expect(epcisFindings(spoiled({ action: undefined }))).not.toEqual([]);
  expect(epcisFindings(spoiled({ bizStep: 'made' }))).not.toEqual([]);
  expect(epcisFindings({ ...document, schemaVersion: '1.2' })).not.toEqual([]);
});

test('an order without inputs claims nothing in EPCIS and is a gap, as is a lot that came from nowhere', () => {
  const made = { order: 'MO/3', at: '2026-11-20T10:00:00Z', inputs: [], outputs: [part(semi, '2')] };
  const holes = { ...chain, levels: [[semi], [raw]], transformations: [made], passages: [] };
  expect(toEpcis(holes, options).epcisBody.eventList).toEqual([]);
  expect(gapsOf(holes)).toEqual([
    { kind: 'no-inputs', lot: semi, order: 'MO/3' },
    { kind: 'origin-unknown', lot: raw },
  ]);
  expect(gapsOf(chain)).toEqual([]);
});

test('what was packed is an aggregation for each unit, under its SSCC where the label is one', () => {
  const packing = { at: '2026-11-21T07:00:00Z', document: 'OUT/1' };
  const packings = [
    { ...packing, unit: '340123450000000017', part: part(device, '1') },
    { ...packing, unit: '340123450000000017', part: part(semi, '3') },
    { ...packing, unit: 'BOX 7', part: part(raw, '2') },
  ];
  const document = toEpcis({ ...chain, transformations: [], passages: [], packings }, options);
  expect(epcisFindings(document)).toEqual([]);
  expect(document.epcisBody.eventList).toMatchObject([
    {
      ...{ type: 'AggregationEvent', action: 'ADD', parentID: 'https://id.gs1.org/00/340123450000000017' },
      childEPCs: ['urn:plantwire:ACME:serial:DEV:SN1'],
      childQuantityList: [{ epcClass: 'https://id.gs1.org/01/04012345678901/10/S1', quantity: 3 }],
    },
    { parentID: 'urn:plantwire:ACME:unit:BOX%207', childQuantityList: [{ quantity: 2, uom: 'KGM' }] },
  ]);
});

test('a repair installs and removes parts of a serial number and makes nothing', () => {
  const repair = { order: 'RO/1', at: '2026-11-22T10:00:00Z', inputs: [part(raw, '1')], outputs: [part(device, '1')] };
  const repaired = { ...chain, transformations: [{ ...repair, removed: [part(semi, '1')] }], passages: [] };
  const document = toEpcis(repaired, options);
  expect(epcisFindings(document)).toEqual([]);
  const parentID = 'urn:plantwire:ACME:serial:DEV:SN1';
  expect(document.epcisBody.eventList).toMatchObject([
    { type: 'AssociationEvent', action: 'DELETE', bizStep: 'removing', parentID },
    { type: 'AssociationEvent', action: 'ADD', bizStep: 'installing', parentID },
  ]);
  // Nobody knows who made it.
  expect(gapsOf({ ...repaired, levels: [[device]] })).toEqual([{ kind: 'origin-unknown', lot: device }]);
});
