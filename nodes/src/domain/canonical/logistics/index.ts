/** The event types of this area. */
import { shipmentShipped } from './shipped.ts';

export const logistics = { 'shipment.shipped': shipmentShipped } as const;
