/** What the event filter counted, out of its rows in the journal while it runs. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Line } from '../../../../nodes/src/domain/plant/alarms/line.ts';
import type { Watched } from '../../../../nodes/src/domain/plant/alarms/state.ts';
import type { Bench } from '../bench.ts';
import type { Readers, Shown } from './reading.ts';

export const alarmReaders: Readers<'alarms'> = {
  async alarms({ bench, records }, record) {
    if (!bench) throw new Error('no appliance runs that filters alarms');
    const [asset] = [...records].find(([, one]) => one === record) ?? [];
    const rows = memoriesOf(bench);
    const ofAsset = rows
      .filter(({ tag }) => tag.startsWith('condition '))
      .map(({ memory }) => JSON.parse(memory) as Watched)
      .find(({ group }) => (JSON.parse(group) as string[])[0] === asset);
    const line = rows.find(({ tag }) => ofAsset && tag === `line ${ofAsset.line}`);
    return line ? shownOf(JSON.parse(line.memory) as Line) : NOTHING;
  },
};

const NOTHING: Shown = { activations: 0, passed: 0, heldBack: 0, reasons: {}, chattering: [], stale: [] };

function shownOf({ load, flood }: Line): Shown {
  const { activations, passed, silenced: reasons, chattering, stale } = load;
  const heldBack = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  return { activations, passed, heldBack, reasons, chattering, stale, firstOut: flood?.firstOut };
}

interface Row {
  readonly tag: string;
  readonly memory: string;
}

/**
 * The appliance holds its journal for itself, so a copy is read: what a power cut would leave at this moment, and what
 * the next look mends if a checkpoint came between the two files.
 */
function memoriesOf(bench: Bench): readonly Row[] {
  const [filter] = bench.nodesOf('plantwire-event-filter');
  const [journal] = bench.nodesOf('plantwire-journal');
  if (!filter || !journal) throw new Error('the flow filters no alarms');
  const folder = mkdtempSync(join(bench.userDir, 'look-'));
  const [file, copy] = [join(bench.userDir, String(journal['file'])), join(folder, 'journal.sqlite')];
  for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  const database = new DatabaseSync(copy);
  try {
    const select = database.prepare('SELECT tag, memory FROM counters WHERE owner = ?');
    return select.all(filter.id) as unknown as readonly Row[];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
