/**
 * What we want from Odoo, in the plant's words. Flows and behaviours speak intents; only `dialects` know models,
 * fields and methods.
 */
import { z } from 'zod';
import { catalogue, type StandingIntent } from './intents/catalogue.ts';
import { type OrderIntent, orderIntentKinds, orderIntentSchema } from './order-intent.ts';

export const intentSchema = z.discriminatedUnion('kind', [
  ...orderIntentSchema.options,
  ...catalogue.map((spec) => spec.schema),
]);

export type Intent = OrderIntent | StandingIntent;
export type IntentKind = Intent['kind'];

export const intentKinds: readonly IntentKind[] = [...orderIntentKinds, ...catalogue.map((spec) => spec.kind)];
