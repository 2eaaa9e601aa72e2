/** Counts, time model and key figures of a shift, worked out by hand. */
import fc from 'fast-check';
import { shiftFacts } from '../../../../nodes/src/domain/operations/shift/facts.ts';
import { eventOf, factsIn, good, LINE, scrap, site, stop, summed } from './bench.ts';

const HOUR = 3_600_000;
const at = (clock: string): string => `2026-11-20T${clock}:00Z`;

test('counts are exact per material, corrections with their sign', () => {
  const figures = summed([
    ...Array.from({ length: 10 }, () => good('0.1')),
    good('0.3'),
    good('-0.1', undefined, { reportKind: 'correction', correctsEventId: 'e1' }),
    scrap('0.2'),
    scrap('5', { scrapStage: 'input' }),
  ]);
  expect(figures.counts).toEqual([{ material: 'FG-1', uom: 'C62', good: '1.2', scrap: '0.2' }]);
  expect(figures.ratios).toMatchObject({ pq: '1.4', gq: '1.2', quality: '0.857143' });
});

test('availability, effectiveness, quality and OEE follow the time model of ISO 22400', () => {
  // Eight hours: half an hour of break, one hour down without work, half an hour of set-up, six hours of production.
  const { times, ratios } = summed([
    stop(at('09:00'), at('09:30'), { category: 'planned', reason: { code: 'BREAK', scheme: 'site' } }),
    stop(at('10:00'), at('11:00'), { timeElement: 'ADOT' }),
    stop(at('11:00'), at('11:30'), { timeElement: 'AUST', reason: { code: 'SETUP', scheme: 'site' } }),
    good('9000'),
    scrap('450'),
  ]);
  expect(times).toEqual({ pbt: 7.5 * HOUR, apt: 6 * HOUR, aust: HOUR / 2, adet: 0, adot: HOUR, unknown: 0 });
  // 9,450 × 2 s are 5.25 of 6 hours.
  expect(ratios).toMatchObject({ pri: '2000', availability: '0.8', effectiveness: '0.875', quality: '0.952381' });
  expect(ratios.oee).toBe('0.666667');
});

test('several materials earn their own planned times; what nobody planned leaves the ratios unknown', () => {
  const other = good('100', undefined, { material: { materialDefinitionId: 'FG-2' } });
  const planned = (material: string) => ({ 'FG-1': '1000', 'FG-2': '60000' })[material];
  expect(summed([good('3600'), other], planned).ratios).toMatchObject({ effectiveness: '0.333333' });
  const known = summed([good('3600'), other], (material) => (material === 'FG-1' ? '1000' : undefined)).ratios;
  expect(known).toEqual({ uom: 'C62', pq: '3700', gq: '3700', availability: '1', quality: '1' });
  const mixed = summed([good('10'), good('4', undefined, { quantity: { value: '4', uom: 'KGM' } })]).ratios;
  expect(mixed.pq).toBeUndefined();
  expect(mixed.quality).toBeUndefined();
});

test('nothing made, or nothing planned to work: no ratio is made up', () => {
  expect(summed([stop(at('04:00'), undefined, { category: 'unplanned' })]).ratios).toEqual({ availability: '0' });
  const closed = stop(at('04:00'), at('14:00'), { category: 'planned' });
  expect(summed([closed]).ratios).toEqual({});
});

test('standstills at the same time count once: planned first, then the line, then its machines', () => {
  const unit = { equipmentId: `${LINE}/PRESS1`, reason: { code: 'TOOL', scheme: 'site' } };
  const { losses } = summed([
    stop(at('08:00'), at('10:00')),
    stop(at('07:00'), at('09:00'), unit),
    stop(at('09:30'), at('10:30'), { category: 'planned', reason: { code: 'BREAK', scheme: 'site' } }),
  ]);
  expect(losses).toEqual([
    { element: 'ADET', reason: 'JAM', ms: 1.5 * HOUR, stops: 1 },
    { element: 'ADET', reason: 'TOOL', ms: HOUR, stops: 1 },
    { element: 'planned', reason: 'BREAK', ms: HOUR, stops: 1 },
  ]);
});

test('a stop that is open at the end of the shift belongs to it until then; a better revision replaces it', () => {
  expect(summed([stop(at('12:00'), undefined)]).times.adet).toBe(HOUR);
  const better = { revision: 2, timeElement: 'AUST', reason: { code: 'SETUP', scheme: 'site' } } as const;
  const figures = summed([stop(at('12:00'), at('12:15'), better), stop(at('12:00'), undefined)]);
  expect(figures.losses).toEqual([{ element: 'AUST', reason: 'SETUP', ms: HOUR / 4, stops: 1 }]);
});

test('who watched the whole shift is believed: standstills then only say which time element a reason is', () => {
  const use = eventOf('equipment.timeuse.reported', {
    ...{ equipmentId: LINE, shiftId: '2026-11-20/A', businessDate: '2026-11-20', revision: 1 },
    interval: { start: at('05:00'), end: at('13:00') },
    ...{
      running: 'PT5H',
      planned: 'PT30M',
      unplanned: 'PT1H',
      microstops: 'PT30M',
      unknown: 'PT1H',
      unclassified: 'PT0S',
    },
    ...{ stopCount: 2, microstopCount: 12 },
    losses: [
      { reason: 'BREAK', category: 'planned', count: 1, duration: 'PT30M' },
      { reason: 'SETUP', category: 'unplanned', count: 1, duration: 'PT1H' },
      { reason: 'SHORT', category: 'microstop', count: 12, duration: 'PT1800S' },
    ],
  });
  const setUp = stop(at('07:00'), at('08:30'), { timeElement: 'AUST', reason: { code: 'SETUP', scheme: 'site' } });
  const { times, losses } = summed([use, setUp]);
  expect(times).toEqual({ pbt: 6.5 * HOUR, apt: 5 * HOUR, aust: HOUR, adet: HOUR / 2, adot: 0, unknown: HOUR });
  expect(losses).toContainEqual({ element: 'ADET', reason: 'SHORT', ms: HOUR / 2, stops: 12 });
});

test('short standstills are told in one sum', () => {
  const micro = eventOf('equipment.microstops.reported', {
    ...{ equipmentId: LINE, interval: { start: at('05:00'), end: at('13:00') }, count: 7, duration: 'PT420S' },
    ...{ booked: { start: at('05:00'), end: at('05:07') }, reason: { code: 'SHORT', scheme: 'site' }, revision: 1 },
  });
  expect(summed([micro]).losses).toEqual([{ element: 'ADET', reason: 'SHORT', ms: 420_000, stops: 7 }]);
});

test('energy is summed per medium and unit', () => {
  const meter = (medium: 'electricity' | 'air', value: string, from: string) =>
    eventOf('energy.usage.reported', {
      ...{ meterId: 'M1', interval: { start: at('06:00'), end: at('07:00') }, medium, equipmentId: LINE },
      ...{ quantity: { value, uom: medium === 'air' ? 'MTQ' : 'KWH' }, register: { epoch: 1, from, to: '999' } },
    });
  expect(
    summed([meter('electricity', '1.1', '1'), meter('electricity', '2.2', '2'), meter('air', '7', '3')]).energy,
  ).toEqual([
    { medium: 'air', uom: 'MTQ', quantity: '7' },
    { medium: 'electricity', uom: 'KWH', quantity: '3.3' },
  ]);
});

test('what a source reports for an earlier shift belongs to that shift', () => {
  const late = good('5', '2026-11-20T15:00:00Z', { shiftId: '2026-11-20/A' });
  expect(factsIn(late)).toMatchObject([{ key: LINE, startMs: Date.parse('2026-11-20T12:59:59.999Z') }]);
  const night = good('5', '2026-11-21T06:30:00Z', { shiftId: '2026-11-20/C' });
  expect(factsIn(night)).toMatchObject([{ startMs: Date.parse('2026-11-21T04:59:59.999Z') }]);
  const strange = good('5', '2026-11-20T15:00:00Z', { shiftId: 'Early' });
  expect(factsIn(strange)).toMatchObject([{ startMs: Date.parse('2026-11-20T15:00:00Z') }]);
});

test('a machine counts for its line, or for itself', () => {
  expect(factsIn(good('1'))).toMatchObject([{ key: LINE }]);
  expect(factsIn(good('1'), 'machine')).toMatchObject([{ key: `${LINE}/PRESS1` }]);
});

test('what names no equipment is told, other events are not for us', () => {
  const { equipmentId: _, ...data } = good('1').data as Record<string, unknown>;
  expect(shiftFacts({ ...good('1'), data }, { site, by: 'line' })).toEqual({ missing: 'equipmentId' });
  expect(shiftFacts({ ...good('1'), type: 'mfg.material.consumed.v1' }, { site, by: 'line' })).toBeUndefined();
});

test('however standstills overlap, every moment of the shift is in one part of the time model', () => {
  const minute = fc.integer({ min: -60, max: 560 });
  const one = fc.record({
    ...{ from: minute, length: fc.integer({ min: 0, max: 300 }), isOpen: fc.boolean(), onUnit: fc.boolean() },
    element: fc.constantFrom('ADOT', 'ADET', 'AUST', 'APMT'),
    nr: fc.integer({ min: 1, max: 3 }),
  });
  // One standstill in one revision says one thing: what contradicts it is refused when it is taken, in windows/windows.test.ts.
  const told = fc.uniqueArray(one, { maxLength: 8, selector: ({ from, onUnit, nr }) => `${from} ${onUnit} ${nr}` });
  const clock = (minutes: number): string => new Date(Date.parse(at('05:00')) + minutes * 60_000).toISOString();
  fc.assert(
    fc.property(told, (stops) => {
      const events = stops.map(({ from, length, isOpen, onUnit, element, nr }) =>
        stop(clock(from), isOpen ? undefined : clock(from + length), {
          ...{ timeElement: element as 'ADOT', revision: nr, reason: { code: `R${nr}`, scheme: 'site' } },
          equipmentId: onUnit ? `${LINE}/PRESS1` : LINE,
        }),
      );
      const { times, losses } = summed(events);
      const planned = losses.filter(({ element }) => element === 'planned').reduce((sum, { ms }) => sum + ms, 0);
      expect(times.apt + times.aust + times.adet + times.adot + planned).toBe(8 * HOUR);
      expect(Math.min(times.apt, times.pbt)).toBeGreaterThanOrEqual(0);
      expect(summed(events.toReversed())).toEqual(summed(events));
    }),
  );
});
