/** Where an event stands in the topic tree: the path is for subscription, the envelope is the truth. */
import type { Envelope } from '../envelope.ts';
import { EVENT_PREFIX } from '../envelope.ts';

export interface Tree {
  readonly namespace: string;
  readonly enterprise: string;
}

/** Stands for a level of the plant that the event does not name. */
export const NO_LEVEL = '_';

/** `<ns>/v1/<enterprise>/<site>/<area>/<work center>/<work unit>/_event/<domain>/<object>/<verb>` */
export function eventTopic(event: Envelope, tree: Tree): string {
  return [...placeOf(event, tree), '_event', ...nameOf(event)].join('/');
}

/** Where the last known state of the same object is kept. */
export function stateTopic(event: Envelope, tree: Tree): string {
  const [domain = '', object = domain] = nameOf(event);
  return [...placeOf(event, tree), '_state', object].join('/');
}

/** Name of the event type without prefix and major: `production.output.reported`. */
export function typeName(event: Envelope): string {
  return nameOf(event).join('.');
}

function placeOf(event: Envelope, { namespace, enterprise }: Tree): readonly string[] {
  const { siteid, areaid, workcenterid, workunitid } = event;
  return [namespace, 'v1', ...[enterprise, siteid, areaid, workcenterid, workunitid].map(level)];
}

const nameOf = ({ type }: Envelope): readonly string[] => {
  const parts = type.split('.').slice(0, -1);
  return parts[0] === EVENT_PREFIX ? parts.slice(1) : parts;
};

/** What separates levels, and what stands for several of them in a subscription, is written as %XX. */
function level(name: string | undefined): string {
  if (name === undefined || name === '') return NO_LEVEL;
  const written = (sign: string): string => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  return name.replace(/[\p{Cc}%+#/]/gu, written);
}
