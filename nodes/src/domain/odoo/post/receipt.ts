/** What is handed back after a posting: the order's records as Odoo shows them now, and what they cannot show. */
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { inWords, type Residual } from '../../receipt.ts';
import { text } from '../amount.ts';
import { refusal } from '../refusals.ts';
import { carriedOf, type Scales } from '../residual.ts';
import { entriesOf, minus, plus, type Totals, totalsOf } from '../totals.ts';
import type { Job } from './job.ts';

export function receiptFor(job: Job, id: number, details: Readonly<Record<string, unknown>> = {}): Result<Receipt> {
  const document = job.documents.find((order) => order.id === id);
  if (!document) return fail(refusal('order-not-found', job.where, `record ${id} is gone`));
  return ok({
    verdict: job.wrote || job.carried ? 'posted' : 'already',
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

/** Names what Odoo cannot hold yet of what the message is about, and of everything when the order is counted to its end. */
export function withResidual(job: Job, receipt: Receipt, scales: Scales): Receipt {
  const residual = [
    ...named(job, carriedOf(openTotals(job), scales), 'carried'),
    ...named(job, job.binding.rest ?? {}, 'left'),
  ];
  if (residual.length === 0) return receipt;
  return { ...receipt, summary: [receipt.summary, ...residual.map(inWords)].join('; '), residual };
}

/** What was reported up to this message and is in no closed part. */
export function openTotals({ ledger, mine, binding }: Job): Totals {
  const posted = ledger.facts.filter((fact) => fact.state === 'posted' && fact.key !== mine.key);
  return minus(plus(totalsOf(posted), totalsOf([mine])), binding.closed);
}

function named({ intent, mine }: Job, rests: Totals, fate: Residual['fate']): Residual[] {
  const isAll = intent.kind === 'produce' && intent.report === 'final';
  return entriesOf(rests)
    .filter((rest) => isAll || (rest.use === mine.use && rest.material === mine.material))
    .map(({ material, lot, uom, quantity }) => ({
      material,
      ...(lot === undefined ? {} : { lot }),
      ...{ value: quantity, uom, fate },
    }));
}
