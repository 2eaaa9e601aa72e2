/** The example flow as it is imported: a supplier's file in, its acknowledgement as a file out, the same when it asks again. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dlq from '../../../nodes/src/palette/dlq/dlq.ts';
import node from '../../../nodes/src/palette/edi/edi.ts';
import fileDrop from '../../../nodes/src/palette/file-drop/file-drop.ts';
import fileSource from '../../../nodes/src/palette/file-source/file-source.ts';
import guard from '../../../nodes/src/palette/idempotency-guard/idempotency-guard.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import outbox from '../../../nodes/src/palette/outbox/outbox.ts';
import validator from '../../../nodes/src/palette/schema-validator/schema-validator.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { ROOT } from '../../support/sources.ts';
import { until } from '../../support/time.ts';

const DEADLINE_MS = 60_000;
const load = nodeBench();
const entries = [journal, sitePack, fileSource, node, outbox, fileDrop, validator, guard, dlq];
const example = JSON.parse(readFileSync(join(ROOT, 'flows/_examples/Basics/04 - EDI of a supplier.json'), 'utf8')) as {
  id: string;
  type: string;
}[];
const flow = example
  .filter(({ type }) => type !== 'tab')
  .map((one) => (one.type === 'plantwire-file-source' ? { ...one, pollSeconds: 1, stableSeconds: 1 } : one));
const asn = readFileSync(join(ROOT, 'test/domain/edi/fixtures/856-pick-and-pack.edi'), 'utf8').trim();

test('what a supplier sends is acknowledged in a file, and again in the same words when it comes again', async () => {
  const first = await load(entries, flow);
  const [inbox, out] = [join(first.userDir, 'edi-in'), join(first.userDir, 'edi-out')];
  mkdirSync(inbox, { recursive: true });
  writeFileSync(join(inbox, 'a.edi'), asn);
  const files = (): string[] =>
    existsSync(out)
      ? readdirSync(out)
          .filter((name) => !name.startsWith('.'))
          .sort()
      : [];
  await until('the answer lies there', () => files().length === 1, DEADLINE_MS);
  // As after a restart: everything is known from the journal alone.
  await load(entries, flow);
  writeFileSync(join(inbox, 'b.edi'), asn);
  await until('the second answer lies there', () => files().length === 2, DEADLINE_MS);
  expect(files()).toEqual(['997-ACMEMETALS-000000001-1.edi', '997-ACMEMETALS-000000001-2.edi']);
  const [one, two] = files().map((name) => readFileSync(join(out, name), 'latin1'));
  expect(one).toContain('ST*997*0001');
  expect(two).toBe(one);
}, 150_000);
