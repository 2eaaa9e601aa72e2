/**
 * What an Odoo was last found able to do, with its time. It is kept in the journal, so that a flow that is deployed while
 * Odoo is down still says what cannot run there.
 */
import { z } from 'zod';
import type { CounterState, Journal } from '../journal.ts';
import type { ErpProfile } from '../ports.ts';
import type { Capabilities, IntentCapability } from './capabilities.ts';

export interface KnownAbilities {
  /** Epoch ms of the answer. */
  readonly atMs: number;
  readonly profile: ErpProfile;
  readonly able: Capabilities;
}

/** Where they are kept: any open journal. */
export type AbilityStore = Pick<Journal, 'counters' | 'recordStep'>;

export interface Abilities {
  /** Undefined as long as this Odoo never answered. */
  latest(): KnownAbilities | undefined;
  /** Knows what is kept there, and keeps there what is found from now on. Resolves to how to stop. */
  keptIn(store: AbilityStore): Promise<() => void>;
  /** Calls back when more is known. Returns unsubscribe. */
  onFound(listener: () => void): () => void;
}

export const abilitiesOwner = (connection: string): string => `odoo-abilities:${connection}`;

const TAG = 'latest';

const words = z.array(z.string()).readonly();
const kept = z.object({
  subject: z.string(),
  atMs: z.number(),
  profile: z.object({
    major: z.number(),
    version: z.string(),
    protocol: z.enum(['json2', 'jsonrpc']),
    database: z.string(),
    uid: z.number().exactOptional(),
  }),
  able: z.object({
    version: z.string(),
    edition: z.enum(['community', 'enterprise']),
    protocol: z.enum(['json2', 'jsonrpc']),
    apps: words,
    intents: z.array(z.object({ kind: z.string(), missing: words })).readonly(),
    excess: words,
    digits: z.number().exactOptional(),
    timeZone: z.string().exactOptional(),
    settings: words,
  }),
});

/** `subject`: whom it was asked of; another address, database or login under the same node is another Odoo. */
export const keptAs = (subject: string, known: KnownAbilities): CounterState => ({
  tag: TAG,
  epoch: 0,
  total: '0',
  openFrom: '0',
  at: new Date(known.atMs).toISOString(),
  memory: { subject, ...known },
});

export function readKept(rows: readonly CounterState[], subject: string): KnownAbilities | undefined {
  const read = kept.safeParse(rows.find(({ tag }) => tag === TAG)?.memory);
  if (!read.success || read.data.subject !== subject) return undefined;
  const { atMs, profile, able } = read.data;
  return { atMs, profile, able };
}

/** The same server with the same user: what was found then is still worth something. */
export const isSameServer = (one: ErpProfile, other: ErpProfile): boolean =>
  one.version === other.version &&
  one.protocol === other.protocol &&
  one.database === other.database &&
  one.uid === other.uid;

/** Which of these intents could not run when it was asked; a kind that was not asked about is not in it. */
export const lackingIn = ({ able }: KnownAbilities, kinds: readonly string[]): readonly IntentCapability[] =>
  able.intents.filter(({ kind, missing }) => missing.length > 0 && kinds.includes(kind));

/** `3 h ago`; a clock that was set back gives no negative age. */
export function ageText({ atMs }: KnownAbilities, nowMs: number): string {
  const minutes = Math.floor(Math.max(0, nowMs - atMs) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 1440)} days ago`;
}
