/** Rules that several event types share and JSON Schema cannot express. */
import type { EventRule } from './definition.ts';
import { isGs1 } from './gs1.ts';

interface Reported {
  readonly counter?: { readonly from: string; readonly to: string } | undefined;
  readonly transactionId?: string | undefined;
  readonly correctsEventId?: string | undefined;
  readonly reportKind?: string | undefined;
  readonly interval?: { readonly start: string; readonly end: string } | undefined;
  readonly material?: { readonly gtin?: string | undefined } | undefined;
  readonly quantity?: { readonly value: string } | undefined;
}

export const hasProvenance: EventRule<Reported> = {
  rule: 'needs a counter range or a transactionId, otherwise a repeat cannot be told from a second fact',
  path: 'data.counter',
  holds: (data) => data.counter !== undefined || data.transactionId !== undefined,
};

export const counterMoved: EventRule<Reported> = {
  rule: 'counter.from and counter.to must differ',
  path: 'data.counter.to',
  holds: (data) => data.counter === undefined || data.counter.from !== data.counter.to,
};

export const intervalForward: EventRule<Reported> = {
  rule: 'interval.end must not be before interval.start',
  path: 'data.interval.end',
  holds: (data) => data.interval === undefined || Date.parse(data.interval.end) >= Date.parse(data.interval.start),
};

/** Corrections never edit: they are signed deltas that name what they correct. */
export const correctionNamesEvent: EventRule<Reported> = {
  rule: 'a correction must name the event it corrects (correctsEventId)',
  path: 'data.correctsEventId',
  holds: (data) => data.reportKind !== 'correction' || data.correctsEventId !== undefined,
};

export const quantitySign: EventRule<Reported> = {
  rule: 'quantity must be above zero; only a correction may be negative, only a final report may be zero',
  path: 'data.quantity.value',
  holds: (data) => {
    const value = Number(data.quantity?.value ?? '1');
    if (data.reportKind === 'correction') return value !== 0;
    return data.reportKind === 'final' ? value >= 0 : value > 0;
  },
};

export const gtinChecks: EventRule<Reported> = {
  rule: 'GTIN check digit is wrong',
  path: 'data.material.gtin',
  holds: (data) => data.material?.gtin === undefined || isGs1(data.material.gtin),
};

/** Rules of every shop-floor quantity. */
export const quantityRules: readonly EventRule<Reported>[] = [
  hasProvenance,
  counterMoved,
  intervalForward,
  correctionNamesEvent,
  quantitySign,
  gtinChecks,
];
