/**
 * The operator's switch of one Odoo connection: what a person decided about posting, who it was, when and why. The last
 * decision is in force. Kept with the connection, and told to the audit of the journals that its postings go through.
 */
import type { CounterState } from '../journal.ts';
import type { Decision } from './dead-letter.ts';

export const SWITCHES = ['automatic', 'read-only', 'manual'] as const;
/**
 * What a person decided. `read-only`: Odoo may be read, nothing is posted. `manual`: hands off, people book by hand and
 * Odoo is not even asked. What comes in is kept in both.
 */
export type OperatorSwitch = (typeof SWITCHES)[number];

/** Behind a decision. */
export interface Decided {
  /** As the login knows the person. */
  readonly by: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Empty where the person gave none. */
  readonly reason: string;
}

export interface Switching {
  readonly to: OperatorSwitch;
  /** Rises with every decision about a connection, also behind a clock that was set back. */
  readonly number: number;
  /** Absent where an earlier release kept only what was decided. */
  readonly decided?: Decided | undefined;
}

/** Decisions about one connection, oldest first. */
export type Switchings = readonly Switching[];

/** Where nobody logs in, whoever has the editor open. */
export const SOMEBODY = 'somebody at the editor';

/** More than anybody looks back here; the audit keeps all of them. */
const MOST_KEPT = 50;
const MOST_REASON = 200;

export const inForce = (switchings: Switchings): OperatorSwitch => switchings.at(-1)?.to ?? 'automatic';

/** `nowMs`: epoch ms. */
export function switched(
  before: Switchings,
  to: OperatorSwitch,
  { actor, reason }: Pick<Decision, 'actor' | 'reason'>,
  nowMs: number,
): Switchings {
  const number = Math.max(nowMs, (before.at(-1)?.number ?? 0) + 1);
  const decided = { by: actor, at: new Date(nowMs).toISOString(), reason: reason.slice(0, MOST_REASON) };
  return [...before, { to, number, decided }].slice(-MOST_KEPT);
}

/** `anna, 2026-11-22 12:40Z, stocktaking`. */
export const decidedText = ({ by, at, reason }: Decided): string =>
  [by, `${at.slice(0, 16).replace('T', ' ')}Z`, reason].filter((part) => part !== '').join(', ');

export const switchOwner = (connection: string): string => `odoo-switch:${connection}`;
const TAG = 'told';

/** The number up to which a journal was told of decisions; stored in the same step as their entries in its audit. */
export const toldIn = (rows: readonly CounterState[]): number =>
  Number(rows.find(({ tag }) => tag === TAG)?.total ?? 0);

export const toldRow = ({ number }: Switching): CounterState => ({
  ...{ tag: TAG, epoch: 0, total: String(number), openFrom: '0', memory: null },
  at: new Date(number).toISOString(),
});

/** What the audit says about a decision. */
export interface SwitchDetail {
  readonly connection: string;
  readonly from: OperatorSwitch;
  readonly to: OperatorSwitch;
  /** When it was decided; the journal may have been told later. RFC 3339, UTC. */
  readonly at: string;
}

/** Entries for the decisions behind number `told`, oldest first. `connection`: its name. */
export function auditOf(connection: string, switchings: Switchings, told: number): readonly Decision[] {
  return switchings.flatMap(({ to, number, decided }, index) => {
    if (number <= told || !decided) return [];
    const from = switchings[index - 1]?.to ?? 'automatic';
    const detail: { switch: SwitchDetail } = { switch: { connection, from, to, at: decided.at } };
    return [{ actor: decided.by, reason: decided.reason, detail }];
  });
}

/** Of an entry about something else: `undefined`. */
export function switchIn(detail: unknown): SwitchDetail | undefined {
  if (typeof detail !== 'object' || detail === null || !('switch' in detail)) return undefined;
  return detail.switch as SwitchDetail;
}
