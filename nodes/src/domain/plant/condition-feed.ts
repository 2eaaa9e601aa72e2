/**
 * Alarms and conditions of a server that is watched (OPC UA Part 9): what each condition is now, in the order told, and
 * when everything that is still of interest was told once more. Conformance: `test/contract/condition-feed.ts`.
 */
import type { Result } from '../ports.ts';
import type { BrowseEntry, FeedListener } from './tag-feed.ts';

/** One condition as its server says it is; states of the words of Part 9. Plain JSON. */
export interface ConditionNotice {
  /** EventId, base64url. */
  readonly eventId: string;
  /** Node of the condition; empty where the server has none. */
  readonly conditionNode: string;
  readonly conditionName: string;
  readonly conditionClass: string;
  readonly sourceNode: string;
  readonly sourceName: string;
  /** A former state that still waits for an acknowledgement: history, not what is now. */
  readonly isBranch: boolean;
  readonly retain: boolean;
  readonly enabled: boolean;
  readonly active: boolean;
  readonly activeSince?: string;
  readonly acked: boolean;
  readonly confirmed: boolean;
  readonly shelved: boolean;
  readonly suppressed: boolean;
  readonly outOfService: boolean;
  /** 1 to 1000. */
  readonly severity: number;
  readonly message: string;
  /** Status symbol of the value behind the condition. */
  readonly quality: string;
  /** RFC 3339, the clock of the server. */
  readonly at: string;
}

export type ConditionWord =
  | { readonly kind: 'notice'; readonly notice: ConditionNotice }
  /** From here to `replayed` the server tells every condition that it retains. */
  | { readonly kind: 'replaying' }
  | { readonly kind: 'replayed'; readonly at: string }
  /** Something was lost: a replay that goes on is not whole. */
  | { readonly kind: 'gap' };

export interface ConditionOptions {
  readonly publishingMs: number;
  /** Events that the server keeps while nobody fetches them. */
  readonly queueSize: number;
}

export interface ConditionListener extends Pick<FeedListener, 'onHealth'> {
  /** In the order of the server, at least one. */
  onWords(words: readonly ConditionWord[]): void;
  /** Its status code, when the server does not let us watch or replay; undefined when it does after all. */
  onRefused(cause: string | undefined): void;
}

export interface WatchedConditions {
  /** Asks for a replay of everything that the server retains; gaps and new connections do so by themselves. */
  replay(): void;
  close(): Promise<void>;
}

export interface ConditionFeed {
  /** Watches the events of a notifier until closed; connects and reconnects by itself. Nothing is ever acknowledged. */
  conditions(notifier: string, options: ConditionOptions, listener: ConditionListener): WatchedConditions;
  /** Objects that tell of events, the server itself first. */
  notifiers(): Promise<Result<readonly BrowseEntry[]>>;
}
