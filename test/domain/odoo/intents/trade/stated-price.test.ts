import { amount } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { priceDifference } from '../../../../../nodes/src/domain/odoo/intents/trade/stated-price.ts';

const said = (stated: Parameters<typeof priceDifference>[0], unitPrice = '2', ordered: string | undefined = 'EUR') =>
  priceDifference(stated, amount(unitPrice), ordered);

test.each([
  ['the same', { price: '2.00' }],
  ['the same for a hundred', { price: '200', priceBasis: '100' }],
  ['the same for a thousand, in the same currency', { price: '2000.0', priceBasis: '1000', currency: 'EUR' }],
])('%s is no difference', (_what, stated) => {
  expect(said(stated)).toBeUndefined();
});

test('a price for three that has no end for one is compared exactly', () => {
  expect(said({ price: '1', priceBasis: '3' }, '0.33')).toBe(
    'price 1 for 3 stated by the supplier, 0.33 each on the order',
  );
});

test('another price is told with what it is for', () => {
  expect(said({ price: '2.5' })).toBe('price 2.5 stated by the supplier, 2 on the order');
  expect(said({ price: '2', priceBasis: '100' })).toBe('price 2 for 100 stated by the supplier, 2 each on the order');
});

test('another currency is told, and its number never compared', () => {
  expect(said({ price: '2', currency: 'USD' })).toBe('price 2 USD stated by the supplier, the order is in EUR (2)');
  expect(said({ price: '200', priceBasis: '100', currency: 'USD' })).toBe(
    'price 200 USD for 100 stated by the supplier, the order is in EUR (2)',
  );
});
