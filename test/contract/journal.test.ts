import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { journalContract, type OpenJournal, value } from './journal.ts';
import { batchContract } from './journal-batches.ts';
import { crosswalkContract } from './journal-crosswalk.ts';
import { letterContract } from './journal-letters.ts';

const openSqlite: OpenJournal = async (time) => {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-journal-'));
  const settings = { file: join(folder, 'plantwire.sqlite'), reserveBytes: 0, minFreeBytes: 0, ...time };
  const opened = { journal: value(await openJournal(settings)) };
  return {
    ...opened,
    async reopen() {
      await opened.journal.close();
      opened.journal = value(await openJournal(settings));
      return opened.journal;
    },
    async dispose() {
      await opened.journal.close();
      rmSync(folder, { recursive: true });
    },
  };
};

describe('the journal on SQLite', () => {
  journalContract(openSqlite);
  letterContract(openSqlite);
  batchContract(openSqlite);
  crosswalkContract(openSqlite);
});
