/**
 * Requests and answers on their way between the threads: one flat list per batch. Cloning objects writes every field's name
 * with every object; the four kinds that every message needs travel as their bare values, the rest as they are.
 */
import type { Fact, ReserveRequest } from '../../domain/journal.ts';
import type { DeliveryToken, ReservationToken } from '../../domain/message.ts';
import { ok } from '../../domain/ports.ts';
import type { Answer, EnqueueWire, LeasedWire, Request } from './protocol.ts';

export type Packed = readonly unknown[];

/** All fields of a record: one that is missing here does not compile. */
const fieldsOf =
  <T>() =>
  <const K extends readonly (keyof T)[]>(names: Exclude<keyof T, K[number]> extends never ? K : never): K =>
    names;

const RESERVE = fieldsOf<ReserveRequest>()(['key', 'fingerprint', 'leaseMs', 'retentionMs']);
const ENQUEUE = fieldsOf<Omit<EnqueueWire, 'reservation' | 'fact'>>()(['queue', 'lane', 'priority', 'body', 'eventId']);
const RESERVATION = fieldsOf<ReservationToken>()(['key', 'lease']);
const FACT = fieldsOf<Fact>()([
  'partition',
  'use',
  'material',
  'lot',
  'reason',
  'quantity',
  'uom',
  'shiftId',
  'at',
  'key',
]);
const TOKEN = fieldsOf<DeliveryToken>()(['queue', 'id', 'attempt', 'lease', 'verify']);
const LEASED = fieldsOf<Omit<LeasedWire, 'token'>>()(['body', 'enqueuedAt']);

type Fields = readonly string[];

function put(list: unknown[], record: object, fields: Fields): void {
  for (const field of fields) list.push((record as Readonly<Record<string, unknown>>)[field]);
}

/** A field that is not there, or is undefined, is not there on the other side. */
class Cursor {
  readonly #list: Packed;
  #at = 0;

  constructor(list: Packed) {
    this.#list = list;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#list.length;
  }

  next<T>(): T {
    const value = this.#list[this.#at] as T;
    this.#at += 1;
    return value;
  }

  record(fields: Fields): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (const field of fields) {
      const value = this.next();
      if (value !== undefined) record[field] = value;
    }
    return record;
  }
}

export function packRequests(requests: readonly Request[]): Packed {
  const list: unknown[] = [];
  for (const { id, name, args, now, random } of requests) {
    list.push(name, id, now, random);
    switch (name) {
      case 'reserve':
        put(list, args[0] as ReserveRequest, RESERVE);
        break;
      case 'enqueue':
        putEnqueue(list, args[0] as EnqueueWire);
        break;
      case 'settle':
        put(list, args[0] as DeliveryToken, TOKEN);
        list.push(args[1]);
        break;
      default:
        list.push(args);
    }
  }
  return list;
}

function putEnqueue(list: unknown[], wire: EnqueueWire): void {
  const { reservation, fact } = wire;
  put(list, wire, ENQUEUE);
  list.push(reservation !== undefined);
  if (reservation) put(list, reservation, RESERVATION);
  list.push(fact !== undefined);
  if (fact) put(list, fact, FACT);
}

export function unpackRequests(packed: Packed): Request[] {
  const from = new Cursor(packed);
  const requests: Request[] = [];
  while (!from.isAtEnd) {
    const name = from.next<Request['name']>();
    const [id, now, random] = [from.next<number>(), from.next<number>(), from.next<number>()];
    requests.push({ id, name, args: argsOf(name, from), now, random });
  }
  return requests;
}

function argsOf(name: Request['name'], from: Cursor): readonly unknown[] {
  switch (name) {
    case 'reserve':
      return [from.record(RESERVE)];
    case 'enqueue': {
      const wire = from.record(ENQUEUE);
      if (from.next<boolean>()) wire.reservation = from.record(RESERVATION);
      if (from.next<boolean>()) wire.fact = from.record(FACT);
      return [wire];
    }
    case 'settle':
      return [from.record(TOKEN), from.next()];
    default:
      return from.next<readonly unknown[]>();
  }
}

/** What an answer is packed as. Anything unusual, failures among it, is `whole`. */
const WHOLE = 0;
const RESERVED = 1;
const STORED = 2;
const DELIVERED = 3;
const LENT = 4;

const delivered = ok({ kind: 'settled', state: 'delivered' });

type Loose = Readonly<Record<string, unknown>>;

/** And says nothing beside that. */
const isDelivered = (value: Loose): boolean => value.state === 'delivered' && Object.keys(value).length === 2;

export function packAnswers(answers: readonly Answer[], requests: readonly Request[]): Packed {
  const list: unknown[] = [];
  for (const [index, { id, result, bug }] of answers.entries()) {
    const value = result.ok && bug === undefined ? (result.value as Loose | undefined) : undefined;
    const name = value && requests[index]?.id === id ? requests[index].name : undefined;
    if (value && name === 'reserve' && value.kind === 'reserved') {
      list.push(RESERVED, id);
      put(list, value.token as ReservationToken, RESERVATION);
    } else if (value && name === 'enqueue') list.push(STORED, id, value.id);
    else if (value && name === 'settle' && isDelivered(value)) list.push(DELIVERED, id);
    else if (value && name === 'lease') putLent(list, id, value as unknown as readonly LeasedWire[]);
    else list.push(WHOLE, id, result, bug);
  }
  return list;
}

function putLent(list: unknown[], id: number, leased: readonly LeasedWire[]): void {
  list.push(LENT, id, leased.length);
  for (const one of leased) {
    put(list, one.token, TOKEN);
    put(list, one, LEASED);
  }
}

export function* unpackAnswers(packed: Packed): Generator<Answer, undefined> {
  const from = new Cursor(packed);
  while (!from.isAtEnd) {
    const [kind, id] = [from.next<number>(), from.next<number>()];
    switch (kind) {
      case RESERVED:
        yield { id, result: ok({ kind: 'reserved', token: from.record(RESERVATION) }) };
        break;
      case STORED:
        yield { id, result: ok({ id: from.next() }) };
        break;
      case DELIVERED:
        yield { id, result: delivered };
        break;
      case LENT:
        yield { id, result: ok(lentOf(from)) };
        break;
      default: {
        const [result, bug] = [from.next<Answer['result']>(), from.next<string | undefined>()];
        yield bug === undefined ? { id, result } : { id, result, bug };
      }
    }
  }
  return undefined;
}

const lentOf = (from: Cursor): readonly unknown[] =>
  Array.from({ length: from.next<number>() }, () => ({ token: from.record(TOKEN), ...from.record(LEASED) }));
