/** Suppliers and customers (UN/CEFACT party): two roles of one kind of record. */
import { z } from 'zod';
import { code, text } from '../blocks.ts';
import { defineEvent } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

const party = z.strictObject({
  ...masterHead,
  name: text.min(1),
  /** As people write it; the canonical id unless given. */
  code: code.optional(),
  /** Tax number: two with the same one are one. */
  vat: code.optional(),
  email: z.email().optional(),
  phone: text.min(1).optional(),
  street: text.min(1).optional(),
  zip: text.min(1).optional(),
  city: text.min(1).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'an ISO 3166 code of two letters')
    .optional(),
});

export const supplierUpserted = defineEvent({
  ...masterScopes('supplier'),
  summary: 'A supplier was entered or changed',
  writer: party,
  rules: [],
});

export const customerUpserted = defineEvent({
  ...masterScopes('customer'),
  summary: 'A customer was entered or changed',
  writer: party,
  rules: [],
});
