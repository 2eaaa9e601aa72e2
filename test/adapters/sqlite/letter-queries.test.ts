/** What is asked of the letters with every message must not grow with their number: it goes through an index of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../nodes/src/adapters/sqlite/migrations.ts';

const SOURCE = join(__dirname, '../../../nodes/src/adapters/sqlite');
const statements = (file: string): readonly string[] =>
  [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/['`](SELECT [^'`$]*FROM dead_letters [^'`$]*)['`]/g)].map(
    (match) => String(match[1]),
  );

test.each([
  ['dead-letters.ts', 'key_hash = ?', 'dead_letters_by_key'],
  ['dead-letters.ts', 'event = ?', 'dead_letters_by_event'],
  ['dead-letters.ts', 'slot = ?', 'dead_letters_by_slot'],
  ['orders.ts', 'lane = ?', 'dead_letters_aside'],
])('%s: the question for %s uses %s', (file, term, index) => {
  const db = new DatabaseSync(':memory:');
  for (const step of migrations) db.exec(step);
  const asked = statements(file).filter((text) => text.includes(term));
  expect(asked).toHaveLength(1);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${asked[0]}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join('; ')).toMatch(new RegExp(`USING (COVERING )?INDEX ${index} `));
  db.close();
});
