/** What is asked before an intent that stands by itself is sent again: questions as data, one row per intent. */
import type { Weight } from '../still-right-findings.ts';

/** `lines[].material`: every line's. */
export type Path = string;

export interface Ask {
  /** References by path, with the model they lead to; `=model`: the model the intent names. */
  readonly records?: Readonly<Record<Path, string>>;
  /** Where material, lot and the place it is taken from stand: `''` for the intent itself, `lines[]` for each line. */
  readonly goods?: {
    readonly at: Path;
    /** The lot must be there already. */
    readonly lot: 'needed' | 'any';
    /** Field of the intent with the place; absent: it is not asked whether the lot is held. */
    readonly from?: string;
  };
  readonly document?: DocumentAsk;
  /** How a newer one of the same thing is known. */
  readonly newer?: Newer;
  /** It moves stock or books; by the day it happened, or by this field. */
  readonly period?: 'at' | 'date';
  /** It is for a customer who may have been held since. */
  readonly customer?: Path;
  /** Name of its hold, which may be over. */
  readonly hold?: Path;
}

export interface DocumentAsk {
  readonly kind: 'order' | 'purchase' | 'sale' | 'transfer';
  /** Name of it, or the reference to it. */
  readonly path: Path;
  /** What it means that nothing of it is open any more; absent: nothing. */
  readonly closed?: Weight;
  /** Absent: it forbids it. */
  readonly cancelled?: Weight;
}

export type Newer =
  /** Remembered in the ordering scope under this name. */
  | { readonly by: 'memory'; readonly field: Path; readonly name: string }
  /** Each has a message under an external id of its own. */
  | {
      readonly by: 'notes';
      readonly field: Path;
      readonly names: (intent: Fields, revision: number) => readonly string[];
    };

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Every value at a path, in order; what is not there is left out. */
export function valuesAt(value: unknown, path: Path): readonly unknown[] {
  if (value === undefined) return [];
  const [step = '', ...rest] = path === '' ? [] : path.split('.');
  if (step === '') return [value];
  if (!isFields(value)) return [];
  const next = value[step.replace('[]', '')];
  const all: readonly unknown[] = step.endsWith('[]') && Array.isArray(next) ? next : [next];
  return all.flatMap((one) => valuesAt(one, rest.join('.')));
}

export const textAt = (intent: Fields, path: Path): string | undefined => {
  const [value] = valuesAt(intent, path);
  return typeof value === 'string' ? value : undefined;
};
