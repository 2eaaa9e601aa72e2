/** The stock of a warehouse system was compared with Odoo's: every line with what was found and why nothing or something follows. */
import { z } from 'zod';
import { code, decimalText, instant, text, unitCode } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

/** What a line is: both say the same, they differ, Odoo is below zero, or nobody knows what it is. */
export const LINE_KINDS = ['equal', 'different', 'negative', 'unknown'] as const;

/** Why a line leads to a proposal, or does not. */
export const LINE_REASONS = [
  'equal',
  'within-tolerance',
  'in-flight',
  'put-aside',
  'being-picked',
  'moved-since',
  'not-yet-standing',
  'proposed',
  'proposed-before',
  'unmapped',
  'lot-missing',
] as const;

const count = z.int().min(0);

const line = z.strictObject({
  locationId: code,
  materialId: code,
  lotId: code.optional(),
  kind: z.enum(LINE_KINDS),
  reason: z.enum(LINE_REASONS),
  /** Quantities in the unit of the snapshot, where both are known. */
  warehouse: decimalText.optional(),
  odoo: decimalText.optional(),
  /** Warehouse less Odoo: what would have to be added to the books. */
  difference: decimalText.optional(),
  uom: unitCode.optional(),
  /** Since which snapshot it stands. */
  since: instant.optional(),
  adjustmentId: code.optional(),
  /** For people: the transfer that takes it, the messages that are on their way. */
  says: text.optional(),
});

export const reconciliationCompleted = defineEvent({
  name: 'integration.reconciliation.completed',
  major: 1,
  version: '1.0.0',
  summary: 'Stock of the warehouse compared with the books, line by line',
  writer: z.strictObject({
    scope: code,
    asOf: instant,
    /** When Odoo was read. */
    readAt: instant,
    compared: count,
    differing: count,
    proposed: count,
    withdrawn: count,
    lines: z.array(line),
  }),
  rules: [],
  naturalKey: ({ scope: name, asOf }, { site }) => ['recon', site, name, asOf],
  partition: ({ scope: name }, { site }) => `${site}:recon:${name}`,
  subject: ({ scope: name }) => subject('stock', name),
  correlation: ({ scope: name }, { enterprise }) => `snap:${enterprise}:${name}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B2',
});
