/** How things are named in EPCIS: GS1 Digital Links where there is a key of GS1, else names of ours. */
import { isGs1 } from '../canonical/gs1.ts';
import type { LotOf, Part } from './chain.ts';

export interface EpcisOptions {
  /** Names our own identifiers where a product has no GTIN: `urn:plantwire:<enterprise>:…`. */
  readonly enterprise: string;
  /** GTIN of a product, 14 digits, where it has one. */
  readonly gtinOf: (product: string) => string | undefined;
  /** UN/ECE Rec 20 code of a product's unit; undefined for what is counted by pieces, as the standard has it. */
  readonly uomOf?: (product: string) => string | undefined;
  /** RFC 3339: when the document is made. */
  readonly now: string;
}

interface EpcisQuantity {
  readonly epcClass: string;
  readonly quantity: number;
  readonly uom?: string;
}

export const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

export const when = (at: string) => ({ eventTime: at, eventTimeZoneOffset: '+00:00' });

export interface Identified {
  /** Serial numbers: each stands for one piece. */
  readonly instances: readonly string[];
  readonly classes: readonly EpcisQuantity[];
}

export const isEmpty = ({ instances, classes }: Identified): boolean => instances.length + classes.length === 0;

export const fields = (side: 'input' | 'output' | 'child', { instances, classes }: Identified) => ({
  ...(instances.length > 0 ? { [side === 'child' ? 'childEPCs' : `${side}EPCList`]: instances } : {}),
  ...(classes.length > 0 ? { [`${side}QuantityList`]: classes } : {}),
});

export function split(parts: readonly Part[], options: EpcisOptions): Identified {
  const instances = parts.flatMap(({ lot }) => (lot?.isSerial ? [identifier(lot, options)] : []));
  const classes = parts
    .filter(({ lot }) => !lot?.isSerial)
    .map(({ lot, product, quantity }) => {
      const uom = options.uomOf?.(product);
      const epcClass = lot ? identifier(lot, options) : productClass(product, options);
      return { epcClass, quantity: Number(quantity), ...(uom === undefined ? {} : { uom }) };
    });
  return { instances: [...new Set(instances)], classes };
}

/** GS1 Digital Link where there is a GTIN (AI 01 with 10 for a lot, 21 for a serial number), else a name of ours. */
function identifier({ product, lot, isSerial }: LotOf, options: EpcisOptions): string {
  const gtin = options.gtinOf(product);
  if (gtin === undefined) return urn(options, isSerial ? 'serial' : 'lot', product, lot);
  return `https://id.gs1.org/01/${gtin}/${isSerial ? '21' : '10'}/${encodeURIComponent(lot)}`;
}

function productClass(product: string, options: EpcisOptions): string {
  const gtin = options.gtinOf(product);
  return gtin === undefined ? urn(options, 'product', product) : `https://id.gs1.org/01/${gtin}`;
}

export const urn = ({ enterprise }: EpcisOptions, ...parts: readonly string[]): string =>
  `urn:plantwire:${[enterprise, ...parts].map(encodeURIComponent).join(':')}`;

/** A label with the right check digit is an SSCC. */
export const unitId = (label: string, options: EpcisOptions): string =>
  /^\d{18}$/.test(label) && isGs1(label) ? `https://id.gs1.org/00/${label}` : urn(options, 'unit', label);
