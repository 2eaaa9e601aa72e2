/** A material as its owner knows it (ISA-95 MaterialDefinition). */
import { z } from 'zod';
import { code, text, unitCode } from '../blocks.ts';
import { defineEvent, type EventRule } from '../definition.ts';
import { isGs1 } from '../gs1.ts';
import { masterHead, masterScopes } from './scopes.ts';

const days = z.int().min(0).max(36_500);

interface Material {
  readonly gtin?: string | undefined;
  readonly tracking?: string | undefined;
  readonly shelfLife?: object | undefined;
}

const gtinChecks: EventRule<Material> = {
  rule: 'GTIN check digit is wrong',
  path: 'data.gtin',
  holds: ({ gtin }) => gtin === undefined || isGs1(gtin),
};

const onlyLotsExpire: EventRule<Material> = {
  rule: 'only what is tracked by lot or serial number can expire',
  path: 'data.shelfLife',
  holds: ({ shelfLife, tracking }) => shelfLife === undefined || tracking !== 'none',
};

export const materialUpserted = defineEvent({
  ...masterScopes('material'),
  summary: 'A material was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    name: text.min(1),
    /** As people write it; the canonical id unless given. */
    code: code.optional(),
    gtin: z
      .string()
      .regex(/^\d{14}$/, 'a GTIN padded to 14 digits')
      .optional(),
    use: z.enum(['goods', 'consumable', 'service']).optional(),
    /** Never changed afterwards: stock is counted in it. */
    baseUom: unitCode,
    tracking: z.enum(['none', 'lot', 'serial']).optional(),
    /** Days from receipt until it expires; the others are days before that. */
    shelfLife: z
      .strictObject({
        expiry: days.optional(),
        bestBefore: days.optional(),
        removal: days.optional(),
        alert: days.optional(),
      })
      .optional(),
  }),
  rules: [gtinChecks, onlyLotsExpire],
});
