/**
 * Import of the crosswalk as CSV, read as it comes. Every bad row is named with its line. With a bad row nothing is
 * imported, unless the person says that the good ones shall be (`partly`); with `dryRun` nothing is in any case.
 */
import { explain } from '../../domain/failure.ts';
import { type CsvImport, csvImport, type JudgedImport } from '../../domain/site/crosswalk/csv.ts';
import { decisionBy, type Place } from './crosswalk-place.ts';

export async function importCsv(place: Place): Promise<void> {
  const { journal, site, response, request } = place;
  const decision = decisionBy(place);
  const isDry = request.query['dryRun'] === 'true';
  if (decision.reason === '' && !isDry)
    return response.status(400).json({ text: 'Say in `reason` of the address why rows are imported.' });
  const file = csvImport(site.pack);
  const unreadable = await readInto(file, request);
  if (unreadable) return response.status(400).json({ text: unreadable });
  const rows = await journal.crosswalk(site.pack.name);
  if (!rows.ok) return response.status(409).json({ text: explain(rows.failure) });
  const judged = file.end(rows.value);
  const isStopped = judged.bad.length > 0 && request.query['partly'] !== 'true';
  if (isDry || isStopped) {
    const text = isStopped ? `Nothing imported: ${judged.bad.length} bad rows.` : 'Nothing imported: a dry run.';
    return response.status(isStopped && !isDry ? 422 : 200).json({ text, imported: 0, ...told(judged) });
  }
  const done = await journal.changeCrosswalk({ site: site.pack.name, moves: judged.moves }, decision);
  if (!done.ok) return response.status(409).json({ text: explain(done.failure), imported: 0, ...told(judged) });
  response.json({ text: `${done.value.changed} rows imported.`, imported: done.value.changed, ...told(judged) });
}

const told = ({ moves, unchanged, bad }: JudgedImport) => ({ good: moves.length - unchanged, unchanged, bad });

/** Node-RED reads JSON and forms alone, so the file is still to be read. */
async function readInto(file: CsvImport, request: unknown): Promise<string | undefined> {
  if (!isReadable(request)) return 'Send the file as the body, as text/csv.';
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of request) if (!file.push(decoder.decode(chunk, { stream: true }))) return undefined;
    file.push(decoder.decode());
    return undefined;
  } catch (cause) {
    if (codeOf(cause) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'The file is not UTF-8.';
    throw cause;
  }
}

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;

const isReadable = (request: unknown): request is AsyncIterable<Uint8Array> =>
  typeof request === 'object' && request !== null && Symbol.asyncIterator in request;
