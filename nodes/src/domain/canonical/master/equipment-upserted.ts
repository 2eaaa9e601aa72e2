/** A line or machine that work is planned on (ISA-95 Equipment): the role, not the asset that fills it. */
import { z } from 'zod';
import { code, percentText, text } from '../blocks.ts';
import { defineEvent } from '../definition.ts';
import { masterHead, masterScopes } from './scopes.ts';

export const equipmentUpserted = defineEvent({
  ...masterScopes('equipment'),
  summary: 'A line or machine was entered or changed',
  writer: z.strictObject({
    ...masterHead,
    name: text.min(1),
    code: code.optional(),
    /** Name of the hours in which it may work. */
    calendar: text.min(1).optional(),
    efficiencyPct: percentText.optional(),
    oeeTargetPct: percentText.optional(),
  }),
  rules: [],
});
