/** Where a message stands in which row. */
import { eventText } from '../../domain/delivery/routing.ts';
import type { Message } from '../../domain/message.ts';
import type { Hash } from '../../domain/ports.ts';

export interface Place {
  readonly scope: string;
  readonly epoch: number;
  readonly count: number;
}

const SEQUENCE = /^(\d{10})-(\d{12})$/;
const WHOLE = /^\d{1,15}$/;

/** Undefined without scope or number; a `sequence` of zeros is none: the validator fills it in where a source does not count. */
export function placeOf({ event }: Message, scopePath: string, numberPath: string): Place | undefined {
  const scope = plainText(at(event, scopePath));
  const number = plainText(at(event, numberPath));
  if (scope === undefined || number === undefined) return undefined;
  const [, epoch, count] = SEQUENCE.exec(number) ?? [];
  if (Number(epoch) === 0 && Number(count) === 0) return undefined;
  if (epoch !== undefined) return { scope, epoch: Number(epoch), count: Number(count) };
  return WHOLE.test(number) ? { scope, epoch: 0, count: Number(number) } : undefined;
}

/** An event's id names it; anything else is its content. */
export function identityOf(message: Message, hash: Hash): string {
  const id = eventText(message, 'id');
  return hash(JSON.stringify(id === undefined ? ['content', message.event] : ['id', id])).slice(0, 12);
}

function plainText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function at(event: unknown, path: string): unknown {
  let found = event;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}
