/** Where an intent rightly does something else than the others, and why: the documentation says it in the same words. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Exceptions {
  /** References of an event that Odoo is not asked for, by intent and place in the event. */
  readonly notLookedUp: Readonly<Record<string, { readonly path: string }>>;
  /** Intents whose missing right Odoo does not tell as one. */
  readonly hiddenInstead: Readonly<Record<string, { readonly says: string }>>;
  /** Intents that change nothing in Odoo. */
  readonly asksOnly: Readonly<Record<string, string>>;
  /** Intents that two writers never post at the same time when they post by calls. */
  readonly inTurn: Readonly<Record<string, string>>;
}

const text = readFileSync(path.join(import.meta.dirname, 'exceptions.json'), 'utf8');
export const { notLookedUp, hiddenInstead, asksOnly, inTurn } = JSON.parse(text) as Exceptions;
