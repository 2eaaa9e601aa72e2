/** What a writer keeps between postings of one connection: the suites ask Odoo for it as often as the product does. */
import type { Constants, Deps } from '../../nodes/src/domain/odoo/deps.ts';
import type { Fields } from '../../nodes/src/domain/odoo/values/field.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';

export type Kept = Required<Pick<Deps, 'constants' | 'descriptions'>>;

const byConnection = new WeakMap<Erp, Kept>();

export function keptFor(erp: Erp): Kept {
  const known = byConnection.get(erp);
  if (known) return known;
  let constants: Constants | undefined;
  const descriptions = new Map<string, Fields>();
  const kept: Kept = {
    constants: {
      get: () => constants,
      set(read) {
        constants = read;
      },
    },
    descriptions: {
      get: (model) => descriptions.get(model),
      set: (model, fields) => void descriptions.set(model, fields),
    },
  };
  byConnection.set(erp, kept);
  return kept;
}
