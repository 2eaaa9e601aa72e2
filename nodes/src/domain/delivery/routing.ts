/** Where a message queues: its lane (ordering scope) and how urgent it is. */
import { PRIORITY } from '../canonical/definition.ts';
import { findEvent } from '../canonical/registry.ts';
import type { Message } from '../message.ts';

/** Ordering scope of a message: the envelope's `partitionkey`, else the intent's partition. */
export function laneOf(message: Message): string | undefined {
  return eventText(message, 'partitionkey') ?? message.intent?.partition;
}

/** Priority of the event's type; a type nobody defined is treated as a booking. Smaller goes first. */
export function priorityOf(message: Message): number {
  const type = eventText(message, 'type');
  return (type === undefined ? undefined : findEvent(type))?.priority ?? PRIORITY.booking;
}

/** The name under which a source waits for the message to be taken: its intake, else the event's own id. */
export function takenAs(message: Message): string | undefined {
  return message.intake ?? eventText(message, 'id');
}

/** A non-empty text attribute of the envelope. */
export function eventText(message: Message, attribute: string): string | undefined {
  const { event } = message;
  if (typeof event !== 'object' || event === null) return undefined;
  const value: unknown = Reflect.get(event, attribute);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
