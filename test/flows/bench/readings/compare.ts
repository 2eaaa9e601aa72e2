/** Whether a reading shows what a scenario expects of it. */
import type { Readings } from '../../../../flows/_tools/readings.ts';
import { type Shown, sorted } from './reading.ts';

export function shows(name: keyof Readings, is: unknown, should: unknown): boolean {
  if (name === 'log' || name === 'tasks' || name === 'activities') {
    const [lines, texts] = [is as string[], should as string[]];
    const isThere = texts.every((text) => lines.some((line) => line.includes(text)));
    return isThere && (name !== 'activities' || lines.length === texts.length);
  }
  if (name === 'shifts') {
    return Object.entries(should as Record<string, Shown>).every(([shift, { says, ...wanted }]) => {
      const found = (is as Record<string, Shown>)[shift];
      return found !== undefined && showsAll(found, wanted) && String(found.says).includes(String(says ?? ''));
    });
  }
  if (name === 'alarms') {
    const [{ reasons: found, ...counts }, { reasons: wanted = {}, ...rest }] = [is as Shown, should as Shown];
    return showsAll(counts, rest) && showsAll(found as Shown, wanted as Shown);
  }
  if (name === 'receipts') {
    const [found, wanted] = [is as Shown[], should as Shown[]];
    return found.length === wanted.length && wanted.every((one, index) => showsReceipt(found[index] ?? {}, one));
  }
  if (name === 'deliveries' || name === 'purchases' || name === 'units' || name === 'standstill')
    return showsAll(is as Shown, should as Shown);
  if (name === 'sales' || name === 'requests' || name === 'stops' || name === 'workOrders' || name === 'times') {
    const [found, wanted] = [is as Shown[], should as Shown[]];
    return found.length === wanted.length && wanted.every((one, index) => showsAll(found[index] ?? {}, one));
  }
  return isSame(is, should);
}

function showsReceipt(is: Shown, { says = [], tasks, ...should }: Shown): boolean {
  const texts = { log: [is['says'], says], activities: [is['tasks'], tasks ?? is['tasks']] } as const;
  return (
    showsAll(is, should) &&
    shows('log', ...texts.log) &&
    (tasks === undefined || shows('activities', ...texts.activities))
  );
}

const showsAll = (is: Shown, should: Shown): boolean =>
  Object.entries(should).every(([key, value]) => isSame(is[key], value));

const isSame = (is: unknown, should: unknown): boolean =>
  JSON.stringify(is) === JSON.stringify(isShown(should) ? sorted(should) : should);

const isShown = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
