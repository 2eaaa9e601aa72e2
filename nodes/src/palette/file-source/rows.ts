/** One row → what leaves for it: an event with an id of its place in the file, or the row as it stands and why not. */

import type { BatchRow, RowState } from '../../domain/delivery/batch.ts';
import type { Failure } from '../../domain/failure.ts';
import { type ColumnRule, mapColumns } from '../../domain/files/columns.ts';
import type { FileRecord } from '../../domain/files/record.ts';
import type { Message } from '../../domain/message.ts';
import type { Hash } from '../../domain/ports.ts';
import { type Contract, eventOfContent } from '../../domain/validation/contract.ts';

export interface FilePlace {
  readonly name: string;
  readonly sha256: string;
}

export interface RowReader {
  readonly contract: Contract;
  readonly columns: readonly ColumnRule[];
  readonly hash: Hash;
}

/**
 * The same row of the same content is the same event, whenever and however often it is read; only a document that comes
 * again is an event of its own, numbered by `again`.
 */
export function messageOfRow(
  reader: RowReader,
  file: FilePlace,
  record: FileRecord,
  nowMs: number,
  again?: number,
): Message {
  const { contract, columns, hash } = reader;
  const { row, line, fields, rows, trouble, text } = record;
  const on = `${file.name}, row ${row} (line ${line})`;
  const asItStands = { file: file.name, sha256: file.sha256, row, line, ...(text === undefined ? {} : { text }) };
  const refused = (failure: Failure): Message => ({ event: asItStands, failure, trail: [] });
  if (fields === undefined) return refused(unreadable(on, trouble ?? 'it is empty'));
  const mapped =
    columns.length > 0
      ? mapColumns(columns, fields, rows)
      : { ok: true as const, data: ownData(reader, file, fields, again) };
  if (!mapped.ok) return refused(unreadable(on, mapped.trouble));
  const isEvent = columns.length === 0 && typeof fields.specversion === 'string' && typeof fields.type === 'string';
  const content = isEvent ? { kind: 'event' as const, event: fields } : { kind: 'data' as const, data: mapped.data };
  const fileHash = again === undefined ? file.sha256 : `${file.sha256}#${again}`;
  const id = { tier: 'row' as const, fileHash, row };
  const event = eventOfContent(contract, on, content, nowMs, hash, id);
  return event.ok ? { event: event.value, trail: [] } : refused(event.failure);
}

/** A document is named by its content. */
function ownData(
  { contract }: RowReader,
  file: FilePlace,
  fields: Readonly<Record<string, unknown>>,
  again: number | undefined,
) {
  if (contract.eventType !== 'integration.document.received') return fields;
  return { documentId: file.sha256, name: file.name, ...fields, ...(again === undefined ? {} : { sending: again }) };
}

/** The rest of a file that cannot be read on, as one letter. */
export function messageOfRest(file: FilePlace, row: number, reason: string): Message {
  const event = { file: file.name, sha256: file.sha256, afterRow: row };
  const failure: Failure = {
    code: 'file-broken',
    class: 'data',
    attempted: 'read a file',
    on: `${file.name}, after row ${row}`,
    reason,
    nextStep: 'Have the sender repair the file and send it again as a whole; rows taken already are recognised.',
  };
  return { event, failure, trail: [] };
}

/** `row;line;state;event;reason` */
export const RESULT_HEADING = 'row;line;state;event;reason';

export function resultLine({ row, line }: FileRecord, { event, failure }: Message): string {
  const id = failure ? '' : String((event as { id?: unknown }).id ?? '');
  const reason = failure ? `${failure.code}: ${failure.reason}` : '';
  return [row, line, failure ? 'rejected' : 'taken', id, quoted(reason)].join(';');
}

/** `row;line;state;event;code;words` */
export const ENDED_HEADING = 'row;line;state;event;code;words';

const STATES: Partial<Record<RowState, string>> = { buried: 'dead-letter' };

export function endedLine({ row, line, state, fact, code, words }: BatchRow): string {
  return [row, line, STATES[state] ?? state, fact ?? '', code ?? '', quoted(words ?? '')].join(';');
}

export const brokenLine = (name: string, reason: string): string =>
  [';;broken;', 'file-broken', quoted(`${name}: ${reason}`)].join(';');

const quoted = (text: string): string => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const unreadable = (on: string, reason: string): Failure => ({
  code: 'row-unreadable',
  class: 'data',
  attempted: 'read a row',
  on,
  reason,
  nextStep: 'Correct the row at the sender and send it in a new file, or correct the letter and replay it.',
});
