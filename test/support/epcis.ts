/**
 * The rules of GS1 EPCIS 2.0 (JSON binding) for the events we make, in our own words: the licence of the published schema
 * does not allow us to hand it on. `EPCIS_SCHEMA` names a file with it (from ref.gs1.org/standards/epcis/artefacts); then
 * that is asked too.
 */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const uri = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:\\S+$' };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$' };
const epcs = { type: 'array', items: uri, uniqueItems: true };
const quantities = {
  type: 'array',
  items: {
    type: 'object',
    properties: { epcClass: uri, quantity: { type: 'number' }, uom: { type: 'string', pattern: '^[A-Z0-9]{2,3}$' } },
    required: ['epcClass'],
    additionalProperties: false,
  },
};
const BUSINESS_STEPS = ['commissioning', 'shipping', 'receiving', 'packing', 'installing', 'removing'];
const common = {
  eventID: uri,
  eventTime: time,
  eventTimeZoneOffset: { type: 'string', pattern: '^[+-]((0\\d|1[0-3]):[0-5]\\d|14:00)$' },
  bizStep: { enum: BUSINESS_STEPS },
  disposition: { enum: ['in_transit', 'in_progress'] },
  bizTransactionList: {
    type: 'array',
    items: {
      type: 'object',
      properties: { type: { enum: ['prodorder', 'desadv', 'recadv'] }, bizTransaction: uri },
      required: ['bizTransaction'],
      additionalProperties: false,
    },
  },
};
const oneOf = (...fields: string[]) => ({ anyOf: fields.map((field) => ({ required: [field] })) });
const transformation = {
  properties: {
    type: { const: 'TransformationEvent' },
    ...common,
    transformationID: uri,
    inputEPCList: epcs,
    inputQuantityList: quantities,
    outputEPCList: epcs,
    outputQuantityList: quantities,
  },
  required: ['type', 'eventTime', 'eventTimeZoneOffset'],
  allOf: [oneOf('inputEPCList', 'inputQuantityList'), oneOf('outputEPCList', 'outputQuantityList')],
  additionalProperties: false,
};
const observation = {
  properties: {
    type: { const: 'ObjectEvent' },
    ...common,
    action: { enum: ['ADD', 'OBSERVE', 'DELETE'] },
    epcList: epcs,
    quantityList: quantities,
  },
  required: ['type', 'eventTime', 'eventTimeZoneOffset', 'action'],
  ...oneOf('epcList', 'quantityList'),
  additionalProperties: false,
};
/** Goods in a logistic unit, or parts in a product. */
const relation = {
  properties: {
    type: { enum: ['AggregationEvent', 'AssociationEvent'] },
    ...common,
    action: { enum: ['ADD', 'OBSERVE', 'DELETE'] },
    parentID: uri,
    childEPCs: epcs,
    childQuantityList: quantities,
  },
  required: ['type', 'eventTime', 'eventTimeZoneOffset', 'action', 'parentID'],
  ...oneOf('childEPCs', 'childQuantityList'),
  additionalProperties: false,
};
const rules = {
  type: 'object',
  properties: {
    '@context': { type: 'array', items: uri, uniqueItems: true },
    type: { const: 'EPCISDocument' },
    schemaVersion: { const: '2.0' },
    creationDate: time,
    epcisBody: {
      type: 'object',
      properties: {
        eventList: { type: 'array', items: { type: 'object', oneOf: [transformation, observation, relation] } },
      },
      required: ['eventList'],
      additionalProperties: false,
    },
  },
  required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'],
  additionalProperties: false,
};

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const { EPCIS_SCHEMA: published } = process.env;
const validators = [
  ajv.compile(rules),
  ...(published ? [ajv.compile(JSON.parse(readFileSync(published, 'utf8')))] : []),
];

/** What is wrong with a document, empty when nothing is. */
export const epcisFindings = (document: unknown): string[] =>
  validators.flatMap((validate) =>
    validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  );
