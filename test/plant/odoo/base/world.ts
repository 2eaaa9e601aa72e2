/** Countries and currencies, as many as a plant needs. */
import { boolean, char } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Row } from '../orm/value.ts';

export const country = model({
  name: 'res.country',
  label: 'Country',
  access: 'r',
  fields: { name: char({ required: true }), code: char() },
});

export const currency = model({
  name: 'res.currency',
  label: 'Currency',
  access: 'r',
  fields: { name: char({ required: true }), active: boolean({ default: true }) },
});

export const WORLD_MODELS = [country, currency];

export const WORLD_ROWS: readonly (readonly [string, number, string, Row])[] = [
  ['res.country', 57, 'base.de', { name: 'Germany', code: 'DE' }],
  ['res.currency', 1, 'base.USD', { name: 'USD', active: true }],
];
