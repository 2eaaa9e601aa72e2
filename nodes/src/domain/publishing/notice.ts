/** A notice for people: subject and text made of an event by a template, for roles of the site pack. */
import { eventText } from '../delivery/routing.ts';
import type { Failure } from '../failure.ts';
import type { Message } from '../message.ts';
import { fail, ok, type Result } from '../ports.ts';
import type { SitePack } from '../site/pack.ts';
import { fieldAt } from './field-at.ts';

export interface Notice {
  /** Of the event, or of the digest. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** RFC 3339; of the event where it says so. */
  readonly at: string;
  readonly kind: 'notice' | 'digest';
  /** Event type without prefix and major. */
  readonly about: string;
  readonly thread?: string;
}

export interface Templates {
  readonly subject: string;
  readonly text: string;
  readonly timeZone: string;
}

const PLACE = /\{([^{}]+)\}/g;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const MISSING = '–';
const MOST_SUBJECT = 150;
const MOST_TEXT = 20_000;

/** `{data.orderId}` stands for a field of the event, times as the clock of the plant shows them. What is missing is a dash. */
export function render(template: string, event: unknown, timeZone: string): string {
  return template.replace(PLACE, (_written, path: string) => shown(fieldAt(event, path.trim()), timeZone));
}

/** The event must have an id: by it, a notice that was told already is known. */
export function noticeOf(message: Message, templates: Templates, nowMs: number): Result<Notice> {
  const { event } = message;
  const id = eventText(message, 'id');
  if (id === undefined) return fail(noId);
  const time = eventText(message, 'time');
  const thread = eventText(message, 'correlationid');
  const line = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return ok({
    id,
    subject: line(render(templates.subject, event, templates.timeZone)).slice(0, MOST_SUBJECT),
    text: render(templates.text, event, templates.timeZone).slice(0, MOST_TEXT),
    at: time !== undefined && TIMESTAMP.test(time) ? time : new Date(nowMs).toISOString(),
    kind: 'notice',
    about: (eventText(message, 'type') ?? 'notice').replace(/^mfg\./, '').replace(/\.v\d+$/, ''),
    ...(thread === undefined ? {} : { thread }),
  });
}

export type Role = NonNullable<SitePack['roles']>[string];

/** Who is told, by name of the role; a role without an address is a mistake where mails are sent. */
export function rolesOf(pack: SitePack, names: readonly string[], needsMail: boolean): Result<readonly Role[]> {
  const known = pack.roles ?? {};
  const unknown = names.filter((name) => !known[name]);
  if (names.length === 0 || unknown.length > 0) return fail(noRole(pack, unknown));
  const found = names.flatMap((name) => known[name] ?? []);
  const mute = names.filter(
    (name) => (known[name]?.mail ?? []).filter((address) => !address.includes('${')).length === 0,
  );
  return needsMail && mute.length > 0 ? fail(noAddress(pack, mute)) : ok(found);
}

export function localTime(at: string | number, timeZone: string): string {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date(at));
}

function shown(value: unknown, timeZone: string): string {
  if (typeof value === 'string') return TIMESTAMP.test(value) ? localTime(value, timeZone) : value || MISSING;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map((one) => shown(one, timeZone)).join(', ') || MISSING;
  if (typeof value !== 'object' || value === null) return MISSING;
  // A quantity, as events write it.
  const { value: amount, uom } = value as { value?: unknown; uom?: unknown };
  return typeof amount === 'string' && typeof uom === 'string' ? `${amount} ${uom}` : JSON.stringify(value);
}

const noId: Failure = {
  code: 'not-an-event',
  class: 'data',
  attempted: 'tell somebody',
  on: 'msg.payload',
  reason: 'it is no event and has no id',
  nextStep: 'Put a schema validator, or a node that makes events, before this one.',
};

const wrongRole = (pack: SitePack, reason: string, nextStep: string): Failure => ({
  code: 'role-unusable',
  class: 'configuration',
  attempted: 'tell somebody',
  on: `roles of site pack ${pack.name}`,
  reason,
  nextStep,
});

function noRole(pack: SitePack, unknown: readonly string[]): Failure {
  const known = Object.keys(pack.roles ?? {});
  return wrongRole(
    pack,
    unknown.length === 0 ? 'the node names no role' : `there is no role ${unknown.join(', ')}`,
    known.length > 0 ? `Choose of ${known.join(', ')}, or add it to "roles".` : 'Add "roles" to the site pack.',
  );
}

const noAddress = (pack: SitePack, mute: readonly string[]): Failure =>
  wrongRole(
    pack,
    `${mute.join(', ')} has no mail address, or the variable of it is not set`,
    'Add addresses to "mail" of the role, or set the variable where Plantwire is started.',
  );
