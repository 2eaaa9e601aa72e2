/** A place where goods lie (ISA-95 OperationalLocation). */
import { z } from 'zod';
import { code, text } from '../blocks.ts';
import { defineEvent, type EventRule } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

const notInItself: EventRule<{ readonly canonicalId: string; readonly parentId: string }> = {
  rule: 'no place lies in itself',
  path: 'data.parentId',
  holds: ({ canonicalId, parentId }) => canonicalId !== parentId,
};

export const locationUpserted = defineEvent({
  ...masterScopes('location'),
  summary: 'A place was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    name: text.min(1),
    /** The place that it is inside of. */
    parentId: code,
    use: z.enum(['internal', 'view', 'transit', 'scrap']).optional(),
    barcode: code.optional(),
  }),
  rules: [notInItself],
});
