/** Who may write which kind of fact: the echo guard. A fact is never written back to the system it came from. */
import { findEvent } from '../canonical/registry.ts';
import type { Envelope } from '../envelope.ts';

/** Systems that are an Odoo of this site, by `originsystem`. */
const ODOO = /^odoo(-|$)/;

/** True when the event is Odoo's own news and posting it there would be an echo. */
export function isEcho(event: Pick<Envelope, 'originsystem'>): boolean {
  return ODOO.test(event.originsystem);
}

/** System of record of an event type; undefined for a type nobody defined. */
export function ownerOf(type: string): string | undefined {
  return findEvent(type)?.owner;
}
