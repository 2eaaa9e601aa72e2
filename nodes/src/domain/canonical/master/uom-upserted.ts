/** A unit of measure as a multiple of another one (UN/ECE Rec 20, packages by Rec 21 with their X). */
import { z } from 'zod';
import { decimalText, text, unitCode } from '../blocks.ts';
import { defineEvent, type EventRule } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

interface Unit {
  readonly canonicalId: string;
  readonly of: string;
  readonly factor: string;
}

const factorAboveZero: EventRule<Unit> = {
  rule: 'a unit holds more than nothing of the other one',
  path: 'data.factor',
  holds: ({ factor }) => Number(factor) > 0,
};

const notOfItself: EventRule<Unit> = {
  rule: 'no unit is a multiple of itself',
  path: 'data.of',
  holds: ({ canonicalId, of }) => canonicalId !== of,
};

export const uomUpserted = defineEvent({
  ...masterScopes('uom'),
  summary: 'A unit of measure was entered',
  writer: z.strictObject({
    ...masterHead,
    canonicalId: unitCode,
    name: text.min(1),
    /** So many of `of` are one of it. Never changed afterwards. */
    factor: decimalText,
    of: unitCode,
  }),
  rules: [factorAboveZero, notOfItself],
});
