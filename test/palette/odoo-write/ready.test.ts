/** What cannot run on this Odoo is said when the flow is deployed. */
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';
import { sayWhatCannotRun } from '../../../nodes/src/palette/odoo-write/ready.ts';

function deployed(may: (call: ErpCall) => boolean) {
  const reports: string[] = [];
  const failures: string[] = [];
  const erp: Erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant' }),
    call: async (call) => ok(may(call)),
  };
  const outside = {
    report: ({ text }: { text: string }) => void reports.push(text),
    log: {
      info: () => undefined,
      warn: () => undefined,
      failure: (failure: { reason: string }) => void failures.push(failure.reason),
    },
  };
  return { reports, failures, look: (intents: string) => sayWhatCannotRun(erp, intents, outside) };
}

test('an intent whose right is missing is named with the right, the others are not', async () => {
  const { look, reports, failures } = deployed(({ model }) => model !== 'product.product');
  await look('note\nupsertProduct\n');
  expect(reports).toEqual(['cannot run: upsertProduct']);
  expect(failures).toEqual([expect.stringContaining('create product.product (Inventory / Administrator)')]);
});

test('a kind that does not exist is said, too', async () => {
  const { look, reports, failures } = deployed(() => true);
  await look('prodcue');
  expect({ reports, failures }).toEqual({ reports: [], failures: [expect.stringContaining('prodcue')] });
});

test('where all can run, or none is named, nothing is said', async () => {
  const { look, reports, failures } = deployed(() => true);
  await look('produce note');
  await look('');
  expect({ reports, failures }).toEqual({ reports: [], failures: [] });
});
