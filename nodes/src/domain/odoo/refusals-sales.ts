/** Refusals about customers, their orders, invoices and bills, and about repairs. */
export const SALES = {
  'customer-twice': [
    'business',
    'another customer has the same tax number',
    'Let sales decide which of both stays: merge them in Odoo or correct the source, then replay or discard.',
  ],
  'customer-ambiguous': [
    'business',
    'more than one customer in Odoo could be meant',
    'Nothing was created. Let sales decide which one orders: merge the others, or bind the code of this customer in the site pack; then replay.',
  ],
  'customer-unknown': [
    'business',
    'nobody in Odoo has this reference, tax number or e-mail address',
    'Nothing was created. Let sales enter the customer with this reference, then replay.',
  ],
  'customer-on-hold': [
    'business',
    'the customer is on credit hold',
    'Let the person named release the customer; the order waits in Odoo as a quotation. Then replay.',
  ],
  'customer-order-differs': [
    'business',
    'an order with this number of the customer is in Odoo and says something else',
    'Ask the customer which one holds; change the order in Odoo by hand, then discard this message.',
  ],
  'customer-order-ambiguous': [
    'business',
    'several orders in Odoo have this number of the customer',
    'Cancel the ones that are not meant in Odoo, then replay.',
  ],
  'sale-cancelled': [
    'business',
    'the sales order was cancelled in Odoo',
    'Ask sales whether it shall be delivered after all: set it back to a quotation there and replay, or discard.',
  ],
  'sale-not-found': [
    'business',
    'no such sales order or quotation',
    'Check the number at the source, correct the message, then replay.',
  ],
  'quotation-over': [
    'business',
    'the quotation is not valid any more',
    'Let sales decide: extend it in Odoo and replay, or send the customer a new one and discard.',
  ],
  'bill-differs': [
    'business',
    'order, receipt and bill do not agree',
    'Clear the lines named with buyer and supplier; nothing was booked. When the receipt came or the order was corrected, replay.',
  ],
  'bill-number-used': [
    'business',
    'a bill with this number of the supplier is in Odoo and says something else',
    'Compare both papers; correct the number or discard this message.',
  ],
  'bill-cancelled': [
    'business',
    'the bill was cancelled in Odoo',
    'Ask finance why; discard this message, or let them set it back to a draft and replay.',
  ],
  'invoice-not-found': [
    'business',
    'no posted invoice of this number or order',
    'Check the number; an invoice that is still a draft has none.',
  ],
  'repair-over': [
    'business',
    'the repair was cancelled in Odoo, or ended with other parts',
    'Compare the case sheet with the repair order in Odoo; correct there by hand and discard this message.',
  ],
} as const;
