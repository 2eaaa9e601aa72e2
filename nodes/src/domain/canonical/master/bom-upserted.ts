/** A bill of materials with its steps (ISA-95 OperationsDefinition): the lists that it carries are whole. */
import { z } from 'zod';
import { code, duration, materialRef, quantity, text } from '../blocks.ts';
import { defineEvent, type EventRule } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

/** `lineId` stays with its line from revision to revision: by it the line is found again. */
const line = z.strictObject({ lineId: code, material: materialRef, quantity });

interface Named {
  readonly lineId?: string;
  readonly segmentId?: string;
}
interface Line extends Named {
  readonly material: { readonly materialDefinitionId: string };
  readonly quantity: { readonly value: string };
}
interface Bill {
  readonly material: { readonly materialDefinitionId: string };
  readonly quantity: { readonly value: string };
  readonly components: readonly Line[];
  readonly byProducts?: readonly Line[] | undefined;
  readonly segments?: readonly Named[] | undefined;
}

const aboveZero = ({ quantity: { value } }: Pick<Line, 'quantity'>): boolean => Number(value) > 0;
const isDistinct = (lines: readonly Named[] = []): boolean =>
  new Set(lines.map(({ lineId, segmentId }) => lineId ?? segmentId)).size === lines.length;

const quantitiesAboveZero: EventRule<Bill> = {
  rule: 'every quantity of a bill of materials is above zero',
  path: 'data.components',
  holds: (bill) => [bill, ...bill.components, ...(bill.byProducts ?? [])].every(aboveZero),
};

const linesDiffer: EventRule<Bill> = {
  rule: 'no two lines of a list have one id',
  path: 'data.components',
  holds: ({ components, byProducts, segments }) => [components, byProducts, segments].every(isDistinct),
};

const notOfItself: EventRule<Bill> = {
  rule: 'nothing is made of itself',
  path: 'data.components',
  holds: ({ material, components }) =>
    components.every((part) => part.material.materialDefinitionId !== material.materialDefinitionId),
};

export const bomUpserted = defineEvent({
  ...masterScopes('bom'),
  summary: 'A bill of materials was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    /** As people write it beside the id. */
    bomVersion: code,
    material: materialRef,
    /** Made by what is listed. */
    quantity,
    /** What becomes of an order that takes other quantities. */
    consumption: z.enum(['flexible', 'warning', 'strict']).optional(),
    components: z.array(line).min(1).max(500),
    byProducts: z.array(line).max(100).optional(),
    /** Steps in their order. */
    segments: z
      .array(z.strictObject({ segmentId: code, name: text.min(1), equipmentId: code, duration }))
      .max(100)
      .optional(),
  }),
  rules: [quantitiesAboveZero, linesDiffer, notOfItself],
});
