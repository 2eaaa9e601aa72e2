/** The roles the outside world plays for the domain. Each has one contract suite under `test/contract`. */
import type { Failure } from './failure.ts';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

export interface Ids {
  uuid(): string;
  /** Uniform in [0, 1). */
  random(): number;
}

/** SHA-256 of UTF-8 text, base64url, first 32 characters (192 bit). */
export type Hash = (text: string) => string;

/** What every node needs from the machine it runs on. */
export interface System {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: Hash;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = <T = never>(failure: Failure): Result<T> => ({ ok: false, failure });

/** What an ERP server told us about itself on connect. */
export interface ErpProfile {
  /** 19 for Odoo 19.0. */
  readonly major: number;
  readonly version: string;
  readonly protocol: 'json2' | 'jsonrpc';
  /** Stable identity of the database (`ir.config_parameter` `database.uuid` where readable, else url + name). */
  readonly database: string;
  readonly uid?: number;
}

export interface ErpCall {
  readonly model: string;
  readonly method: string;
  readonly ids?: readonly number[];
  /** Named arguments as Odoo's Python methods name them. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  /** True when repeating the call changes nothing; decides whether a lost answer is `transient` or `unknown`. */
  readonly repeatable?: boolean;
  /** Moves stock: such calls go to one database one after the other. */
  readonly movesStock?: boolean;
}

/** What was read of a record and must still be so when it is changed. */
export interface ErpGuard {
  readonly model: string;
  readonly id: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Changes that belong together: all of them in one transaction, once, or none. */
export interface ErpPosting {
  /** Under which the ledger in the ERP knows them. */
  readonly key: string;
  readonly steps: readonly ErpCall[];
  readonly guards: readonly ErpGuard[];
}

export type Posted =
  | { readonly kind: 'done'; readonly results: readonly unknown[] }
  /** Done by an earlier attempt; `id` is the first record it made, 0 when it made none. */
  | { readonly kind: 'duplicate'; readonly id: number }
  /** A guarded record has changed; nothing was done. */
  | { readonly kind: 'stale'; readonly detail: string }
  /** The server asked something instead; nothing was done. */
  | { readonly kind: 'question'; readonly answer: unknown };

/** Posting mode *batch action*: what many events want goes out in one call, each event with its own outcome. */
export interface ErpBatch {
  read(call: ErpCall): Promise<Result<unknown>>;
  post(posting: ErpPosting): Promise<Result<Posted>>;
  /** Which of these keys the ledger has, with the first record each made. */
  ledger(keys: readonly string[]): Promise<Result<ReadonlyMap<string, number>>>;
  /** Whether the action is installed, allowed and the one that fits. */
  check(): Promise<Result<void>>;
}

/** One Odoo connection. Never throws for anything the server or the network does; never repeats a call by itself. */
export interface Erp {
  /** Remembered while the server is there; `isFresh` asks again: it may have been upgraded. */
  profile(ask?: { readonly isFresh: boolean }): Promise<Result<ErpProfile>>;
  call(call: ErpCall): Promise<Result<unknown>>;
  /** Absent when the connection posts call by call. */
  readonly batch?: ErpBatch;
  /** Present while changes are only noted: what they will show may be said beforehand instead of read back. */
  readonly foresight?: Foresight;
}

/** Conditions that the transaction itself checks; where one does not hold, nothing of it is done. */
export interface Foresight {
  /** The record, made by the same transaction or known before, shows these values at this point. */
  expect(model: string, id: number, values: Readonly<Record<string, unknown>>): void;
  /** No record matches at this point. */
  none(model: string, domain: readonly unknown[]): void;
}

/** One reading of one tag, with the source's own words about its quality kept. */
export interface Sample {
  readonly tag: string;
  readonly value: string | number | boolean | null;
  /** OPC UA status symbol (`Good`, `UncertainLastUsableValue`, `BadNoCommunication`) or its equivalent. */
  readonly status: string;
  /** RFC 3339 UTC; absent when the source has no clock. */
  readonly sourceTimestamp?: string;
  readonly serverTimestamp?: string;
}
