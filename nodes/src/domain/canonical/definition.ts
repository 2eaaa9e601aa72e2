/** What one event type says about itself: the single source for validator, published schema, key, order and owner. */
import type { z } from 'zod';
import { EVENT_PREFIX } from '../envelope.ts';
import { loosen } from './loosen.ts';

export type KeyPart = string | number;

/** Where an event comes from, as far as keys and ordering scopes need it. */
export interface KeyScope {
  readonly enterprise: string;
  readonly site: string;
  /** `originsystem` of the envelope. */
  readonly system: string;
}

/** Milliseconds a key is remembered. Posting kinds outlive a plant's long weekend and a late resend. */
export const RETENTION_MS = {
  posting: 400 * 86_400_000,
  status: 35 * 86_400_000,
  telemetry: 3 * 86_400_000,
} as const;
export type RetentionClass = keyof typeof RETENTION_MS;

/** Real time to batch: R1 within 10 s, R2 60 s, R3 5 min, B1 hourly or shift, B2 daily. */
export type DeliveryClass = 'R1' | 'R2' | 'R3' | 'B1' | 'B2';

/** Lane priority in the outbox; smaller goes first. */
export const PRIORITY = { hold: 0, booking: 1, order: 2, masterData: 3, summary: 4 } as const;

/** A rule JSON Schema cannot say, checked after the shape is known to be right. */
export interface EventRule<D> {
  /** Stable name, shown as the rule of an issue. */
  readonly rule: string;
  /** Field the finding is reported at. */
  readonly path: string;
  readonly holds: (data: D) => boolean;
}

export interface EventDescription<S extends z.ZodObject> {
  /** `<domain>.<object>.<verb>` without prefix and major. */
  readonly name: string;
  readonly major: number;
  /** Semantic version of the data schema; its major equals `major`. */
  readonly version: string;
  readonly summary: string;
  /** Strict schema of `data`: what we write. */
  readonly writer: S;
  readonly rules: readonly EventRule<z.output<S>>[];
  /** Natural key; undefined when the data lacks what makes it unique. Changing it needs a new major. */
  readonly naturalKey: (data: z.output<S>, scope: KeyScope) => readonly KeyPart[] | undefined;
  /** Ordering scope: first in, first out inside it, nothing promised between two. */
  readonly partition: (data: z.output<S>, scope: KeyScope) => string;
  readonly subject: (data: z.output<S>) => string;
  /** The business process the event belongs to. */
  readonly correlation: (data: z.output<S>, scope: KeyScope) => string;
  /** System of record. */
  readonly owner: 'Odoo' | 'MES' | 'SCADA' | 'Plantwire' | 'Supplier' | 'CRM' | 'Master data';
  readonly priority: (typeof PRIORITY)[keyof typeof PRIORITY];
  readonly retention: RetentionClass;
  readonly delivery: DeliveryClass;
}

export interface EventDefinition<S extends z.ZodObject = z.ZodObject> extends EventDescription<S> {
  /** Tolerant schema of `data`: what we read. */
  readonly reader: S;
}

export function defineEvent<S extends z.ZodObject>(description: EventDescription<S>): EventDefinition<S> {
  return { ...description, reader: loosen(description.writer) };
}

const TYPE = new RegExp(`^${EVENT_PREFIX}\\.([a-z]+(?:\\.[a-z]+){1,2})\\.v([1-9]\\d{0,3})$`);

/** `mfg.material.consumed.v1` → name and major; undefined for anything else. */
export function typeParts(type: string): { readonly name: string; readonly major: number } | undefined {
  const [, name, major] = TYPE.exec(type) ?? [];
  return name && major ? { name, major: Number(major) } : undefined;
}
