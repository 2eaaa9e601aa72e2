/** An asset of its own for each promise, as an equipment manager would enter it. */
import { loadOne } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import type { Bench } from './bench.ts';

export interface Asset {
  readonly id: number;
  readonly ref: { readonly id: string; readonly by: 'code'; readonly value: string };
  /** Everything about one asset goes through one ordering scope. */
  readonly partition: string;
}

export async function seedAsset({ admin }: ErpBench, bench: Bench): Promise<Asset> {
  const { partition } = bench.head();
  const value = `PA-${partition.replaceAll(/[^a-z0-9]/gi, '-')}`;
  const row = { id: `pw_assets.${value.toLowerCase()}`, name: `Asset ${value}`, serial_no: value };
  const id = await loadOne(admin, 'maintenance.equipment', row);
  return { id, ref: { id: value, by: 'code', value }, partition };
}
