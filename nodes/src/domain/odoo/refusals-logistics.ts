/** Refusals about goods that are packed, staged and shipped. */
export const LOGISTICS = {
  'waiting-for-goods': [
    'waiting',
    'Odoo does not have these goods yet',
    'Nothing: it goes on by itself when what made or brought them is posted. If that never comes, correct or discard this message.',
  ],
  'waiting-for-document': [
    'waiting',
    'Odoo has no document of this name yet',
    'Nothing: it goes on by itself when the document is there. Look for a wrong number when it lasts.',
  ],
  'waiting-for-shipment': [
    'waiting',
    'in Odoo the goods have not left yet',
    'Nothing: it goes on by itself when the shipment is confirmed. Look for the confirmation of the warehouse when it lasts.',
  ],
  'goods-elsewhere': [
    'business',
    'in Odoo these goods lie somewhere else',
    'Look where they are; book the movement that is missing or correct the places in the message, then replay.',
  ],
  'staging-elsewhere': [
    'business',
    'the delivery takes no goods from the place they were brought to',
    'Bring the goods to the staging place of this delivery, or correct the place in the message; then replay.',
  ],
} as const;
