/** A machine that maintenance looks after (ISA-95 PhysicalAsset). */
import { z } from 'zod';
import { code, text } from '../blocks.ts';
import { defineEvent } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

export const assetUpserted = defineEvent({
  ...masterScopes('asset'),
  summary: 'An asset was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    name: text.min(1),
    serialNumber: code.optional(),
    inServiceFrom: z.iso.date().optional(),
    /** Name of the maintenance team. */
    team: text.min(1).optional(),
  }),
  rules: [],
});
