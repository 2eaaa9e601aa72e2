/** What a hold has come to, for the answer, for the person in Odoo and for who finds that nothing was left to hold. */
import type { Failure } from '../../../failure.ts';
import { type Amount, sum, text } from '../../amount.ts';
import { refusal, type Where } from '../../refusals.ts';
import type { Look, SeenLot } from './hold-look.ts';
import type { Todo } from './notes.ts';
import type { Gone, Shipped } from './out-of-reach.ts';

export interface Outcome {
  readonly hold: string;
  readonly lot: string;
  readonly reason: string;
  readonly day: string;
  readonly quarantine: string;
  /** The lot itself. */
  readonly own: Look;
  /** What was made of it. */
  readonly made: Look;
  /** False where more was made of it than was followed. */
  readonly isWhole: boolean;
  /** Those are held as well. */
  readonly holdsMade: boolean;
  readonly gone: Gone;
}

const quarantinedIn = ({ lots }: Look): Amount => sum(lots.map(({ quarantined }) => quarantined));

export const isHeld = ({ own, made, holdsMade }: Outcome): boolean =>
  [own, ...(holdsMade ? [made] : [])].some((look) => quarantinedIn(look).greaterThan(0));

const shippedOf = ({ gone }: Outcome, look: Look): Shipped[] =>
  gone.shipped.filter(({ lot }) => look.lots.some((seen) => seen.lot.id === lot.id));

const lyingIn = ({ lots }: Look): SeenLot[] => lots.filter(({ lies }) => lies.size > 0);

const placesOf = ({ lies }: SeenLot): string =>
  [...lies].map(([place, quantity]) => `${text(quantity)} in ${place}`).join(', ');

export function shown(outcome: Outcome): Readonly<Record<string, unknown>> {
  const { own, made, gone, quarantine, isWhole } = outcome;
  const held = sum(own.lots.map((one) => one.held));
  const [shipped] = shippedOf(outcome, own);
  const others = made.lots.map((one) => madeRow(outcome, one)).filter((one) => 'lies' in one || 'shipped' in one);
  return {
    held: text(held),
    inQuarantine: text(quarantinedIn(own)),
    quarantine,
    ...(shipped ? { shipped: text(shipped.quantity), shippedBy: shipped.by } : {}),
    ...(gone.orders.length > 0 ? { consumedBy: gone.orders } : {}),
    ...(others.length > 0 ? { madeOfIt: others } : {}),
    ...(isWhole ? {} : { genealogy: 'longer than was followed' }),
  };
}

function madeRow(outcome: Outcome, seen: SeenLot): Readonly<Record<string, unknown>> {
  const shipped = outcome.gone.shipped.find(({ lot }) => lot.id === seen.lot.id);
  return {
    lot: seen.lot.title,
    ...(outcome.holdsMade ? { held: text(seen.held) } : {}),
    ...(seen.lies.size > 0 ? { lies: Object.fromEntries([...seen.lies].map(([place, of]) => [place, text(of)])) } : {}),
    ...(shipped ? { shipped: text(shipped.quantity), shippedBy: shipped.by } : {}),
  };
}

export function summaryOf(outcome: Outcome): string {
  const { own, made, holdsMade } = outcome;
  const others = lyingIn(made).length;
  const words = others === 0 ? '' : `; lots made of it: ${others} ${holdsMade ? 'held as well' : 'told, not held'}`;
  return `${text(sum(own.lots.map(({ held }) => held)))}${words}`;
}

const inWords = ({ lot, quantity, to }: Shipped): string => `${lot.title}: ${text(quantity)} with ${to.join(', ')}`;

/** What was made of it and where that is, and what has left: the list to decide on a recall with. */
function linesOf(outcome: Outcome): string[] {
  const { made, gone, isWhole } = outcome;
  return [
    ...lyingIn(made).map((seen) => `${seen.lot.title}: ${placesOf(seen)}`),
    ...gone.shipped.map((one) => `Shipped: ${inWords(one)}`),
    ...(gone.orders.length > 0 ? [`In orders that are still open: ${gone.orders.join(', ')}`] : []),
    ...(isWhole ? [] : ['The genealogy is longer than was followed: look for the rest by hand.']),
  ];
}

/** A task where there is more to do than to decide about the goods in quarantine. */
export function taskOf(outcome: Outcome): Todo | undefined {
  const { hold, lot, made, gone, holdsMade, reason, day, isWhole } = outcome;
  const others = lyingIn(made).length;
  const told = [
    ...(others > 0 ? [`lots made of it: ${others}, ${holdsMade ? 'on hold as well' : 'NOT on hold'}`] : []),
    ...(gone.shipped.length > 0 ? ['goods have left, decide on a recall'] : []),
    ...(gone.orders.length > 0 ? ['open orders have used it'] : []),
    ...(isWhole ? [] : ['not all that was made of it was found']),
  ];
  if (told.length === 0) return undefined;
  return { summary: `${hold}: lot ${lot}: ${told.join('; ')}`, lines: [reason, ...linesOf(outcome)], due: day };
}

/** Why nothing is left to hold. */
export function nothingLeft(outcome: Outcome, where: Where): Failure {
  const { gone, made } = outcome;
  const lying = lyingIn(made).map((seen) => `${seen.lot.title} (${placesOf(seen)})`);
  const used = gone.orders.length > 0 ? [`used by ${gone.orders.join(', ')}`] : [];
  const parts = [
    ...gone.shipped.map(inWords),
    ...used,
    ...(lying.length > 0 ? [`made of it: ${lying.join(', ')}`] : []),
  ];
  const isOut = gone.shipped.length > 0 && lying.length === 0;
  return refusal(isOut ? 'lot-shipped' : 'lot-not-in-stock', where, parts.length > 0 ? parts.join('; ') : undefined);
}
