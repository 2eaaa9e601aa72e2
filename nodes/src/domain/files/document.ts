/** The format where the whole file is one row: an interchange of EDI, a page of XML that another node reads. */
import { MAX_DOCUMENT_CHARACTERS } from '../canonical/integration/document-received.ts';
import { MAX_SHOWN, type Reading, type RecordReader } from './record.ts';

const TOO_LONG = `it has more than ${MAX_DOCUMENT_CHARACTERS} characters; have the sender make several files of it`;

export function documentReader(): RecordReader {
  let text = '';
  return {
    push(chunk): Reading {
      text += chunk;
      return text.length > MAX_DOCUMENT_CHARACTERS ? { records: [], broken: TOO_LONG } : { records: [] };
    },
    end(): Reading {
      if (text.trim() === '') return { records: [] };
      return { records: [{ row: 1, line: 1, fields: { text }, text: text.slice(0, MAX_SHOWN) }] };
    },
  };
}
