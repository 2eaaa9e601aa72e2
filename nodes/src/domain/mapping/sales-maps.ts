/** Maps about customers and money: what sales and finance tell. */
import type { EventMap, Rule } from './rules.ts';

const head: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
};
const customer: Rule = { from: 'data.customerId', convert: 'customer-record' };
const lines: Rule = { from: 'data.lines', convert: 'sale-lines' };

export const salesMaps: readonly EventMap[] = [
  {
    type: 'sales.opportunity.changed',
    to: 'lead',
    fields: {
      ...head,
      lead: { from: 'data.opportunityId' },
      revision: { from: 'data.revision' },
      title: { from: 'data.title' },
      stage: { from: 'data.stage' },
      customer: { ...customer, optional: true },
      company: { from: 'data.company', optional: true },
      contact: { from: 'data.contact', optional: true },
      email: { from: 'data.email', optional: true },
      phone: { from: 'data.phone', optional: true },
      value: { from: 'data.expectedValue', optional: true },
      probability: { from: 'data.probability', optional: true },
      expectedClose: { from: 'data.expectedClose', optional: true },
      details: { from: 'data.details', optional: true },
    },
  },
  {
    type: 'sales.customer.changed',
    to: 'upsertPartner',
    fields: {
      ...head,
      generation: { from: 'data.revision' },
      id: { from: 'data.customerId' },
      name: { from: 'data.name' },
      roles: { value: ['customer'] },
      // Two customers with one tax number are one: a person decides which number it keeps.
      twins: { value: 'refuse' },
      vat: { from: 'data.vat', optional: true },
      email: { from: 'data.email', optional: true },
      phone: { from: 'data.phone', optional: true },
      street: { from: 'data.street', optional: true },
      zip: { from: 'data.zip', optional: true },
      city: { from: 'data.city', optional: true },
      country: { from: 'data.country', optional: true },
    },
  },
  {
    type: 'sales.availability.asked',
    to: 'checkAvailability',
    fields: { ...head, request: { from: 'data.requestId' }, lines },
  },
  {
    type: 'sales.quote.changed',
    to: 'quotation',
    fields: {
      ...head,
      customer,
      quotation: { from: 'data.quoteId' },
      revision: { from: 'data.revision' },
      status: { from: 'data.status' },
      validUntil: { from: 'data.validUntil', optional: true },
      lines,
    },
  },
  {
    type: 'sales.order.committed',
    to: 'salesOrder',
    fields: {
      ...head,
      customer,
      who: { from: 'data.customer', optional: true },
      customerPo: { from: 'data.customerPo' },
      quotation: { from: 'data.quoteId', optional: true },
      lines,
      promised: { from: 'data.promisedDate', optional: true },
      promising: { from: 'data', convert: 'promising' },
      // A plant that delivers on the day wanted without a promise says so in its site pack.
      commit: { value: 'promised' },
    },
  },
  {
    type: 'sales.commitment.changed',
    to: 'promiseDelivery',
    fields: {
      ...head,
      order: { from: 'data.orderId' },
      promised: { from: 'data.promisedDate' },
      reason: { from: 'data.reason', optional: true },
    },
  },
  {
    type: 'sales.commitment.questioned',
    to: 'commitmentRisk',
    fields: {
      ...head,
      order: { from: 'data.operationsRequestId' },
      cause: { from: 'data.cause' },
      status: { from: 'data.status' },
      expected: { from: 'data.expectedDate', optional: true },
      says: { from: 'data.says', optional: true },
      policy: { from: 'data', convert: 'risk-policy' },
    },
  },
  {
    type: 'finance.credit.changed',
    to: 'creditHold',
    fields: {
      ...head,
      at: { from: 'data.at', convert: 'instant' },
      customer,
      status: { from: 'data.status' },
      by: { from: 'data.by' },
      reason: { from: 'data.reason', optional: true },
      limit: { from: 'data.limit', optional: true },
    },
  },
  {
    type: 'finance.bill.received',
    to: 'vendorBill',
    fields: {
      ...head,
      supplier: { from: 'data.supplierId', lookup: 'partner-record' },
      number: { from: 'data.invoiceId' },
      order: { from: 'data.poId' },
      date: { from: 'data.date' },
      due: { from: 'data.due', optional: true },
      currency: { from: 'data.currency', optional: true },
      net: { from: 'data.net', optional: true },
      lines,
      // How far a bill may be from order and receipt is said in the site pack.
      quantityPercent: { value: '0' },
      pricePercent: { value: '0' },
      rounding: { value: '0.01' },
      posting: { value: 'draft' },
    },
  },
];
