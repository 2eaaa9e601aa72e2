/** Reads what Odoo shows of seeded records and says in words where it differs from what a scenario expects. */
import type { Readings } from '../../../flows/_tools/readings.ts';
import { alarmReaders } from './readings/alarms.ts';
import { chatterReaders } from './readings/chatter.ts';
import { shows } from './readings/compare.ts';
import type { Reader, Reading } from './readings/reading.ts';
import { stockReaders } from './readings/stock.ts';
import { tradeReaders } from './readings/trade.ts';
import { workReaders } from './readings/work.ts';

const READERS: { readonly [R in keyof Readings]-?: Reader } = {
  ...stockReaders,
  ...tradeReaders,
  ...workReaders,
  ...chatterReaders,
  ...alarmReaders,
};

/** One line for each record that does not show what it should. */
export async function readingDifferences(reading: Reading, wanted: Readings): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, byRecord] of Object.entries(wanted) as [keyof Readings, Readonly<Record<string, unknown>>][]) {
    for (const [as, should] of Object.entries(byRecord)) {
      const record = reading.records.get(as);
      if (!record) throw new Error(`the scenario has no record ${as}`);
      const is = await READERS[name](reading, record);
      if (!shows(name, is, should))
        found.push(`${name} of ${as}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    }
  }
  return found;
}
