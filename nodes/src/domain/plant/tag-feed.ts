/**
 * A source of tag values that is watched: it tells every change, and it tells when it could not watch.
 * Conformance: `test/contract/tag-feed.ts`.
 */
import type { Failure } from '../failure.ts';
import type { Result, Sample } from '../ports.ts';

export interface FeedOptions {
  readonly samplingMs: number;
  readonly publishingMs: number;
  /** Changes of one tag that the server keeps while nobody fetches them. */
  readonly queueSize: number;
}

/**
 * - `connecting`: not there yet. - `flowing`: the server answers, whether values change or not.
 * - `silent`: connected, but nothing came for too long; the subscription is made again.
 * - `lost`: was there, is being looked for.
 */
export interface FeedHealth {
  readonly state: 'connecting' | 'flowing' | 'silent' | 'lost';
  /** Our clock, ms; when the server last said anything. */
  readonly heardAtMs?: number;
  readonly failure?: Failure;
}

export interface FeedListener {
  /**
   * Values of one publish response. After a gap in watching every tag first comes with a status that is not Good and no
   * timestamp, then with its current value.
   */
  onSamples(samples: readonly Sample[]): void;
  onHealth(health: FeedHealth): void;
}

export interface BrowseEntry {
  /** What stands in a site pack, `ns=1;s=Press1.GoodCount`. */
  readonly tag: string;
  readonly name: string;
  readonly kind: 'folder' | 'tag';
}

export interface TagFeed {
  /** Watches until closed; connects and reconnects by itself. */
  subscribe(tags: readonly string[], options: FeedOptions, listener: FeedListener): { close(): Promise<void> };
  /** One reading per tag, in order; a tag that cannot be read has a status that says why. */
  read(tags: readonly string[]): Promise<Result<readonly Sample[]>>;
  /** What lies under a tag; the top without one. */
  browse(tag?: string): Promise<Result<readonly BrowseEntry[]>>;
  health(): FeedHealth;
}
