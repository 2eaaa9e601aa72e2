/** What leaves by `records`. */
import type { Place } from './pages.ts';

/** Payload of a `records` message. */
export interface Records {
  readonly model: string;
  readonly count: number;
  /** From 1; the last page says so. */
  readonly page: number;
  readonly last: boolean;
  /** Records, or groups. */
  readonly records: readonly unknown[];
  /** When Odoo was asked, and how long ago that was. */
  readonly readAt: string;
  readonly ageSeconds: number;
  /** IANA zone in which days begin: that of the site pack, or UTC. */
  readonly timeZone: string;
  /** Brings the next page when the message comes back to the input. */
  readonly next?: Place;
}

export type Answer = Omit<Records, 'readAt' | 'ageSeconds' | 'timeZone'>;
