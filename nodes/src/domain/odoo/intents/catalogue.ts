/** Every intent that stands by itself. A new one is a file in its family's folder and a line in the family's index. */
import type { z } from 'zod';
import { finance } from './finance/index.ts';
import { maintenance } from './maintenance/index.ts';
import { masterData } from './master-data/index.ts';
import { orders } from './orders/index.ts';
import { quality } from './quality/index.ts';
import { records } from './records/index.ts';
import { sales } from './sales/index.ts';
import { service } from './service/index.ts';
import type { IntentSpec } from './spec.ts';
import { stock } from './stock/index.ts';
import { trade } from './trade/index.ts';

export const catalogue = [
  ...masterData,
  ...orders,
  ...stock,
  ...trade,
  ...sales,
  ...finance,
  ...quality,
  ...maintenance,
  ...service,
  ...records,
] as const;

export type StandingIntent = z.output<(typeof catalogue)[number]['schema']>;

const byKind = new Map<string, IntentSpec>(catalogue.map((spec) => [spec.kind, spec as unknown as IntentSpec]));

export const specOf = (kind: string): IntentSpec | undefined => byKind.get(kind);
