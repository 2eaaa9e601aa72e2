/**
 * An intent that stands by itself: it is about a record, a document or a place, not about the quantities of one
 * manufacturing order (those are in `post/`). One definition drives the runtime check, the documentation and the
 * contract table.
 */
import { z } from 'zod';
import type { Erp, ErpProfile, Result } from '../../ports.ts';
import type { Receipt } from '../../receipt.ts';
import type { Deps } from '../deps.ts';
import type { Where } from '../refusals.ts';

/** What every intent carries; a family adds its own fields. */
export const standing = {
  /** Idempotency key of the event; also the stem of every external id we create. */
  key: z.string().min(1),
  /** Ordering scope, equals the envelope's `partitionkey`. */
  partition: z.string().min(1),
  /** When it happened, RFC 3339 UTC, the source's clock. */
  at: z.string(),
};

/** How a canonical id is found in Odoo. Exactly one record must match. */
export const recordRefSchema = z.strictObject({
  id: z.string().min(1),
  by: z.enum(['externalId', 'code', 'barcode', 'name']),
  value: z.string().min(1),
});
export type RecordRef = z.output<typeof recordRefSchema>;

export type Memory = Readonly<Record<string, unknown>>;

/** One carrying-out of one intent. */
export interface Task<I> {
  readonly erp: Erp;
  readonly profile: ErpProfile;
  readonly intent: I;
  readonly where: Where;
  readonly deps: Deps;
  /** What the journal remembers in this ordering scope, plain JSON. */
  memory(): Memory;
  /** Stored before it resolves: for steps whose answer may be lost and that Odoo would carry out twice. */
  remember(change: Memory): Promise<Result<void>>;
}

/** What the intent promises, one sentence each; goes into the documentation. */
export interface Promised {
  readonly does: string;
  /** What is read back before it counts as done. */
  readonly postCondition: string;
  /** How a second attempt changes nothing. */
  readonly once: string;
  /** What happens when Odoo asks a question instead. */
  readonly wizards: string;
  /** How a person takes it back. */
  readonly undo: string;
}

/** A right that the integration user needs: model name as in Odoo 19, operation, and the app a person knows it by. */
export type Need = readonly [model: string, operation: 'read' | 'write' | 'create' | 'unlink', app: string];

export interface IntentSpec<K extends string = string, S extends IntentSchema<K> = IntentSchema<K>> {
  readonly kind: K;
  /** For people: `Block a work centre`. */
  readonly title: string;
  readonly schema: S;
  readonly promised: Promised;
  readonly needs: readonly Need[];
  /** Where the model is the message's choice: what this one needs. */
  needsOf?(intent: z.output<S>): readonly Need[];
  /** Where it cannot run, or is not proven, and why: a clause for the documentation and for who deploys it there. */
  readonly limits?: { readonly v14?: string; readonly v19?: string; readonly batch?: string };
  /** What of it no server of the tests can show, and why: sentences for the documentation. */
  readonly unproven?: string;
  /** What is attempted and on what, for every failure. */
  where(intent: z.output<S>): Where;
  carryOut(task: Task<z.output<S>>): Promise<Result<Receipt>>;
}

export type IntentSchema<K extends string> = z.ZodObject<
  { kind: z.ZodLiteral<K> } & typeof standing & Record<string, z.ZodType>
>;

export const defineIntent = <K extends string, S extends IntentSchema<K>>(spec: IntentSpec<K, S>): IntentSpec<K, S> =>
  spec;
