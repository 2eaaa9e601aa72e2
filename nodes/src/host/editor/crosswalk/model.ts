/** What the endpoints of the crosswalk answer, as far as the sidebar shows it. Types only. */

export interface Row {
  readonly domain: string;
  readonly system: string;
  readonly localCode: string;
  readonly canonicalId: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly status: 'proposed' | 'approved' | 'retired';
  /** Rows of the site pack have none of these. */
  readonly id?: number;
  readonly changedAt?: number;
  readonly changedBy?: string;
  readonly reason?: string;
}

/** An unknown code. Without `system` it is a canonical id that no binding leads to Odoo. */
export interface Miss {
  readonly domain: string;
  readonly system?: string;
  readonly code: string;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly isMapped: boolean;
}

export interface Table {
  readonly site: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly misses: readonly Miss[];
}

export interface Target {
  readonly id: string;
  readonly title: string;
}

export interface Imported {
  readonly text: string;
  readonly imported: number;
  readonly good: number;
  readonly unchanged: number;
  readonly bad: readonly { readonly line: number; readonly text?: string; readonly reason: string }[];
}

export interface Entry {
  readonly seq: number;
  /** Decisions about other things stand in the same audit. */
  readonly action: string;
  readonly at: number;
  readonly actor: string;
  readonly reason: string;
  readonly isIntact: boolean;
}

export const DOMAINS = [
  'material',
  'uom',
  'reason',
  'location',
  'equipment',
  'asset',
  'lot',
  'person',
  'partner',
  'recipe',
] as const;
