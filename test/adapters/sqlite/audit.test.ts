import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failureOf, orderMessage } from '../../support/messages.ts';
import { folder, opened } from './journal-files.ts';

/** A journal with three entries, closed, so that its file can be opened by a stranger. */
async function decided(): Promise<string> {
  const file = join(folder(), 'j.sqlite');
  const journal = await opened(file);
  for (const name of ['a', 'b', 'c']) {
    const message = orderMessage(name);
    const buried = await journal.bury({ stage: 's', message, original: null, failure: failureOf('data') });
    if (!buried.ok) throw new Error(buried.failure.reason);
    const reason = `reason ${name}`;
    expect((await journal.discard(buried.value.id, reason, { actor: 'anna', reason })).ok).toBe(true);
  }
  await journal.close();
  return file;
}

const intact = async (file: string): Promise<readonly boolean[]> => {
  const journal = await opened(file);
  const entries = await journal.audit({});
  await journal.close();
  return entries.ok ? entries.value.map(({ isIntact }) => isIntact) : [];
};

test('the file refuses to change or remove an entry', async () => {
  const db = new DatabaseSync(await decided());
  expect(() => db.exec("UPDATE audit SET actor = 'somebody else'")).toThrow('never changed');
  expect(() => db.exec('DELETE FROM audit')).toThrow('never removed');
  db.close();
});

test('an entry changed behind our back is seen, and the others stay good', async () => {
  const file = await decided();
  expect(await intact(file)).toEqual([true, true, true]);
  const db = new DatabaseSync(file);
  db.exec("DROP TRIGGER audit_keeps_entries; UPDATE audit SET reason = 'a nicer one' WHERE seq = 2");
  db.close();
  expect(await intact(file)).toEqual([true, false, true]);
});

test('an entry that was removed is missed by its successor', async () => {
  const file = await decided();
  const db = new DatabaseSync(file);
  db.exec('DROP TRIGGER audit_keeps_all; DELETE FROM audit WHERE seq = 2');
  db.close();
  expect(await intact(file)).toEqual([false, true]);
});
