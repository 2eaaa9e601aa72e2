/** What events about one sales order, quotation or customer share: they keep its order. */
import { z } from 'zod';
import { code, decimalText, materialRef, quantity } from '../blocks.ts';
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

interface OfOrder {
  readonly orderId: string;
}
export const salePartition = ({ orderId }: OfOrder, { enterprise }: KeyScope): string => `${enterprise}:so:${orderId}`;
export const saleCorrelation = ({ orderId }: OfOrder, { enterprise }: KeyScope): string =>
  `so:${enterprise}:${orderId}`;
export const saleSubject = ({ orderId }: OfOrder): string => subject('salesorder', orderId);

interface OfCustomer {
  readonly customerId: string;
}
export const customerPartition = ({ customerId }: OfCustomer, { enterprise }: KeyScope): string =>
  `${enterprise}:partner:${customerId}`;
export const customerCorrelation = ({ customerId }: OfCustomer, { enterprise }: KeyScope): string =>
  `partner:${enterprise}:${customerId}`;
export const customerSubject = ({ customerId }: OfCustomer): string => subject('partner', customerId);

export interface OfPo {
  readonly customerId: string;
  readonly customerPo: string;
}
/** An order of a customer under his own number: everything said about it keeps its order. */
export const poPartition = ({ customerId, customerPo }: OfPo, { enterprise }: KeyScope): string =>
  `${enterprise}:so:${customerId}:${customerPo}`;
export const poSubject = ({ customerId, customerPo }: OfPo): string =>
  subject('customerorder', `${customerId}/${customerPo}`);

interface OfRequest {
  readonly requestId: string;
}
export const askedPartition = ({ requestId }: OfRequest, { enterprise }: KeyScope): string =>
  `${enterprise}:atp:${requestId}`;
export const askedCorrelation = ({ requestId }: OfRequest, { enterprise }: KeyScope): string =>
  `atp:${enterprise}:${requestId}`;
export const askedSubject = ({ requestId }: OfRequest): string => subject('availability', requestId);

interface OfRisk {
  readonly operationsRequestId: string;
}
/** What is said about the goods of one manufacturing order keeps its order. */
export const riskPartition = ({ operationsRequestId }: OfRisk, { enterprise }: KeyScope): string =>
  `${enterprise}:risk:${operationsRequestId}`;
export const riskCorrelation = ({ operationsRequestId }: OfRisk, { enterprise }: KeyScope): string =>
  `risk:${enterprise}:${operationsRequestId}`;
export const riskSubject = ({ operationsRequestId }: OfRisk): string =>
  subject('operationsrequest', operationsRequestId);

/** For one of the unit of the quantity, without tax. */
export const price = decimalText;
export const salesLine = z.strictObject({
  lineNo: code,
  material: materialRef,
  quantity,
  price: price.optional(),
  wantedDate: z.iso.date().optional(),
  promisedDate: z.iso.date().optional(),
});
export const salesLines = z.array(salesLine).min(1).max(500);
