/** The text of a message: as it is, as bytes, or inside a document that a source took in. */
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

export function textOf(event: unknown): Result<string> {
  if (typeof event === 'string') return event.trim() === '' ? fail(noText('it is empty')) : ok(event);
  // EDI of today is UTF-8 or ISO 8859-1; what is no UTF-8 is the other.
  if (event instanceof Uint8Array) return textOf(decoded(event));
  const data: unknown = isRecord(event) ? event.data : undefined;
  const text: unknown = isRecord(data) ? data.text : undefined;
  return typeof text === 'string' ? textOf(text) : fail(noText('it is neither text nor a document with a text'));
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const noText = (reason: string): Failure => ({
  code: 'edi-no-text',
  class: 'data',
  attempted: 'read an interchange',
  on: 'msg.payload',
  reason,
  nextStep: 'Wire a source here that gives the text of a whole file or request body.',
});
