/** What the message tables read → data of our events, with the faults that only the whole message shows. */

import type { EdiFault } from './fault.ts';
import type { Interchange, Transaction } from './interchange.ts';
import type { Branch, Tree } from './message-map.ts';
import { rec20 } from './units.ts';

/** One event to be built: its type and its data. */
export interface Made {
  readonly type: 'purchase.asn.received' | 'purchase.order.confirmed';
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Converted {
  readonly events: readonly Made[];
  readonly faults: readonly EdiFault[];
}

export interface Source {
  readonly tree: Tree;
  readonly transaction: Transaction;
  readonly interchange: Interchange;
}

export type Converter = (source: Source) => Converted;

export const branches = (tree: Tree, name: string): readonly Branch[] => tree.loops[name] ?? [];

/** Only what is there: an absent value is no field. */
export const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export function quantityOf(value: string, unit: string | undefined): Record<string, unknown> {
  const code = unit ?? 'C62';
  const known = rec20(code);
  return { value, uom: known, ...(known === code ? {} : { sourceUom: code }) };
}

interface ItemCodes {
  readonly buyerItem?: string | undefined;
  readonly supplierItem?: string | undefined;
  readonly gtin?: string | undefined;
}

/** The buyer's own code is the material; without it the GTIN, and then the supplier's code, are looked up. */
export function itemOf({ buyerItem, supplierItem, gtin }: ItemCodes): Record<string, unknown> | undefined {
  const code = buyerItem ?? gtin ?? supplierItem;
  if (code === undefined) return undefined;
  const isGtin = gtin !== undefined && /^\d{8,14}$/.test(gtin);
  return given({
    material: { materialDefinitionId: code, ...(isGtin ? { gtin: gtin.padStart(14, '0') } : {}) },
    supplierItemCode: supplierItem,
  });
}

/** The supplier as the message names it, else whoever sent the interchange. */
export function supplierOf(tree: Tree, { sender }: Interchange): string {
  const named = [...branches(tree, 'suppliers'), ...branches(tree, 'shippers')].find(({ values }) => values.id);
  return named?.values.id ?? sender.id;
}

export const faultAt = (
  { segment, position }: Pick<Branch, 'segment' | 'position'>,
  code: EdiFault['code'],
  reason: string,
): EdiFault => ({ code, segment, position, reason });

/** What the message says about its own number of lines. */
export function countFault(source: Source, lines: number): readonly EdiFault[] {
  const said = source.tree.values.lines;
  if (said === undefined || Number(said) === lines) return [];
  const tag = source.interchange.syntax.standard === 'x12' ? 'CTT' : 'CNT';
  const found = source.transaction.segments.find((segment) => segment.tag === tag);
  const place = { segment: tag, position: found?.position ?? 0 };
  return [faultAt(place, 'count', `it counts ${said} lines, there are ${lines}`)];
}
