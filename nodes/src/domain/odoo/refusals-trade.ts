/** Refusals about purchase orders. */
export const TRADE = {
  'purchase-not-found': [
    'business',
    'no purchase order of this name exists',
    'Check the order number with the supplier or the dock, correct the message, then replay.',
  ],
  'purchase-not-open': [
    'business',
    'the purchase order is not confirmed, or cancelled',
    'Let the buyer confirm the order in Odoo, or decide what to do with the goods; then replay or discard.',
  ],
  'no-purchase-line': [
    'business',
    'the purchase order has no such line',
    'Add the line to the order in Odoo or correct material and order of the message, then replay.',
  ],
  'over-receipt': [
    'business',
    'more would be received than is ordered, beyond the tolerance',
    'Let the buyer raise the order line, or return the surplus and correct the message; then replay.',
  ],
  'advice-received': [
    'business',
    'goods of this despatch advice are in the house already',
    'What came is a fact: compare it with the new advice, settle the rest with the supplier, then discard the message.',
  ],
  'below-received': [
    'business',
    'the supplier confirms less than was received already',
    'Clear it with the supplier; Odoo would plan a return by itself. Then correct or discard the message.',
  ],
} as const;
