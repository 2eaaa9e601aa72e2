/** What is handed back after a posting: the order's records as Odoo shows them now. */
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { text } from '../amount.ts';
import { refusal } from '../refusals.ts';
import type { Job } from './job.ts';

export function receiptFor(job: Job, id: number, details: Readonly<Record<string, unknown>> = {}): Result<Receipt> {
  const document = job.documents.find((order) => order.id === id);
  if (!document) return fail(refusal('order-not-found', job.where, `record ${id} is gone`));
  return ok({
    verdict: job.wrote ? 'posted' : 'already',
    summary: `${job.where.attempted} on ${document.name}: ${document.state}`,
    records: job.documents.map(({ id: record, name, state }) => ({ model: 'mrp.production', id: record, name, state })),
    readBack: {
      order: document.name,
      state: document.state,
      ordered: text(document.ordered),
      producing: text(document.producing),
      produced: text(document.produced),
      ...details,
    },
  });
}
