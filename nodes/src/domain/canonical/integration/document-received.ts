/** A document of a partner came in as a whole; what it means is read by the node behind. */
import { z } from 'zod';
import { code } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

/** An envelope may have 256 Ki characters altogether. */
export const MAX_DOCUMENT_CHARACTERS = 250_000;

export const documentReceived = defineEvent({
  name: 'integration.document.received',
  major: 1,
  version: '1.1.0',
  summary: 'A document of a partner came in as a whole',
  writer: z.strictObject({
    /** Same content, same document: its checksum, or the partner's own number. */
    documentId: code,
    name: z.string().max(255).optional(),
    text: z.string().min(1).max(MAX_DOCUMENT_CHARACTERS),
    /** Absent for the first time; 2 and more when the same document came again and whoever reads it shall know. */
    sending: z.int().min(2).optional(),
  }),
  rules: [],
  naturalKey: ({ documentId, sending }, { enterprise, system }) => [
    ...['document', enterprise, system, documentId],
    ...(sending === undefined ? [] : [sending]),
  ],
  partition: (_data, { enterprise, system }) => `${enterprise}:doc:${system}`,
  subject: ({ documentId }) => subject('document', documentId),
  correlation: ({ documentId }, { enterprise }) => `doc:${enterprise}:${documentId}`,
  owner: 'Supplier',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R3',
});
