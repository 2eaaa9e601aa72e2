/** Key figures of a shift in minutes and percent, as people read them, with counts and losses in words. */
import type { z } from 'zod';
import { events } from '../canonical/registry.ts';
import { type Amount, amount, sum, text, ZERO } from '../odoo/amount.ts';
import { durationMs } from '../operations/duration.ts';

type Kpi = z.output<(typeof events)['equipment.kpi.reported']['writer']>;

/** Numbers are decimal text. What is absent is not known. */
export interface ShiftSummaryFigures {
  readonly good?: string;
  readonly scrap?: string;
  readonly uom?: string;
  readonly minutes: Readonly<Record<'busy' | 'production' | 'setup' | 'delay' | 'down' | 'unknown', string>>;
  readonly percent: Partial<Readonly<Record<'availability' | 'effectiveness' | 'quality' | 'oee', string>>>;
  readonly stops: number;
  readonly electricityKwh?: string;
  readonly details: readonly string[];
}

export function shiftSummaryFigures(data: unknown): ShiftSummaryFigures | undefined {
  const read = events['equipment.kpi.reported'].reader.safeParse(data);
  if (!read.success) return undefined;
  const kpi = read.data as Kpi;
  const { gq, pq, uom, losses = [], energy = [] } = kpi;
  const kwh = energy.filter(({ medium, uom: unit }) => medium === 'electricity' && unit === 'KWH');
  return {
    ...(gq !== undefined && pq !== undefined ? { good: gq, scrap: text(amount(pq).minus(gq)) } : {}),
    ...(uom === undefined ? {} : { uom }),
    minutes: {
      ...{ busy: minutes(kpi.pbt), production: minutes(kpi.apt), setup: minutes(kpi.aust) },
      ...{ delay: minutes(kpi.adet), down: minutes(kpi.adot), unknown: minutes(kpi.unknown) },
    },
    percent: percents(kpi),
    stops: losses.filter(({ element }) => element !== 'planned').reduce((total, { stops }) => total + stops, 0),
    ...(kwh.length > 0 ? { electricityKwh: text(sum(kwh.map(({ quantity }) => amount(quantity)))) } : {}),
    details: detailsOf(kpi),
  };
}

function percents(kpi: Kpi): ShiftSummaryFigures['percent'] {
  const names = ['availability', 'effectiveness', 'quality', 'oee'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const ratio = kpi[name];
      return ratio === undefined ? [] : [[name, text(amount(ratio).times(100).toDecimalPlaces(2))]];
    }),
  );
}

const WORDS = { ADOT: 'down', ADET: 'delay', AUST: 'set-up', planned: 'planned' } as const;

function detailsOf({ counts = [], losses = [], energy = [], facts, effectiveness }: Kpi): readonly string[] {
  return [
    ...counts.map(({ materialDefinitionId, uom, good, scrap }) => {
      const made = amount(good).plus(scrap);
      const part = made.greaterThan(0) ? `, yield ${percent(amount(good), made)}` : '';
      return `${materialDefinitionId}: ${good} ${uom} good, ${scrap} scrap${part}`;
    }),
    ...losses.map(
      ({ element, reason, stops, duration }) => `${WORDS[element]} ${reason}: ${minutes(duration)} min, ${stops}×`,
    ),
    ...energy.map(({ medium, uom, quantity }) => `${medium}: ${quantity} ${uom}`),
    ...(counts.length > 0 && effectiveness === undefined
      ? ['Effectiveness and OEE are unknown: no planned time per unit.']
      : []),
    ...(facts === undefined ? [] : [`${facts} reports`]),
  ];
}

const percent = (part: Amount, of: Amount): string => `${text(part.dividedBy(of).times(100).toDecimalPlaces(2))} %`;

const minutes = (duration: string | undefined): string =>
  text((duration === undefined ? ZERO : amount(durationMs(duration) ?? 0)).dividedBy(60_000).toDecimalPlaces(2));
