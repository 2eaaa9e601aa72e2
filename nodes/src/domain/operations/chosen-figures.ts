/** Figures that a person chose, over windows of whatever key. */
import type { Envelope } from '../envelope.ts';
import {
  type Aggregation,
  cutOf,
  type Edge,
  iso,
  patience,
  saying,
  slotOf,
  type WindowOptions,
} from './aggregation.ts';
import { entriesOf, type Figure, type FigureRule, figuresOf, type Said, valueAt } from './figures.ts';

export interface FigureOptions extends WindowOptions {
  /** Name of the summary. */
  readonly summary: string;
  readonly figures: readonly FigureRule[];
  /** Dotted path into the event: whom it is about. */
  readonly keyPath: string;
  readonly by: 'line' | 'machine' | 'site' | 'path';
}

const GRAINS = { shift: 'shift', length: 'length', pause: 'session' } as const;

export function chosenFigures(options: FigureOptions, edge: Edge): Aggregation<Said, readonly Figure[]> {
  const { site } = edge;
  const { figures, summary, windows } = options;
  return {
    plan: { cut: cutOf(options, site), ...patience(options), figures: (held) => figuresOf(figures, held) },
    read(event) {
      const key = keyOf(event, options, edge);
      if (key === undefined) return { missing: options.by === 'path' ? options.keyPath : 'data.equipmentId' };
      const read = entriesOf(figures, event, key, slotOf(event));
      if ('unreadable' in read) return { missing: `a number for "${read.unreadable}"` };
      return read.entries.length > 0 ? read : { other: true };
    },
    say: ({ key, nameMs, slice, revision, entries, isWithdrawn, figures: told }, sequence, nowMs) =>
      saying(
        edge,
        'operations.figures.reported',
        {
          ...{ summary, scope: key, window: iso(nameMs), revision, grain: GRAINS[windows], facts: entries },
          interval: { start: iso(slice.startMs), end: iso(slice.endMs) },
          ...(slice.shiftId === undefined ? {} : { shiftId: slice.shiftId }),
          ...(isWithdrawn ? { withdrawn: true } : {}),
          figures: told.map(({ states, ...figure }) => ({ ...figure, ...(states ? { states: [...states] } : {}) })),
        },
        { endMs: slice.endMs, sequence, nowMs },
      ),
  };
}

function keyOf(event: Envelope, { by, keyPath }: FigureOptions, { site }: Edge): string | undefined {
  if (by === 'site') return site.pack.site;
  if (by === 'path') return valueAt(event, keyPath)?.slice(0, 200);
  const code = valueAt(event, 'data.equipmentId');
  if (code === undefined) return undefined;
  const equipment = site.equipment(code)?.id ?? code;
  return by === 'line' ? equipment.split('/').slice(0, 4).join('/') : equipment;
}
