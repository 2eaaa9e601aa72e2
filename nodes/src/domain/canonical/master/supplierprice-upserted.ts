/** What a supplier asks for a material. A list may name prices of days to come: `validFrom` goes along. */
import { z } from 'zod';
import { code, decimalText, materialRef } from '../blocks.ts';
import { defineEvent, type EventRule } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

interface Price {
  readonly price: string;
  readonly minQuantity?: string | undefined;
  readonly validFrom: string;
  readonly validTo?: string | undefined;
}

const notNegative: EventRule<Price> = {
  rule: 'neither the price nor its quantity is below zero',
  path: 'data.price',
  holds: ({ price, minQuantity = '0' }) => Number(price) >= 0 && Number(minQuantity) >= 0,
};

const endsAfterStart: EventRule<Price> = {
  rule: 'a price does not end before it starts',
  path: 'data.validTo',
  holds: ({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo,
};

export const supplierpriceUpserted = defineEvent({
  ...masterScopes('supplierprice'),
  summary: 'A price of a supplier was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    supplierId: code,
    material: materialRef,
    /** How the supplier calls the material. */
    supplierItemCode: code.optional(),
    /** For one of the unit in which it is bought, without tax. */
    price: decimalText,
    /** ISO 4217. */
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code of three letters'),
    minQuantity: decimalText.optional(),
    leadTimeDays: z.int().min(0).max(3650).optional(),
    validTo: z.iso.date().optional(),
  }),
  rules: [notNegative, endsAfterStart],
});
