/** A document of ours is to reach a partner; whoever carries it takes the text. */
import { z } from 'zod';
import { code } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';
import { MAX_DOCUMENT_CHARACTERS } from './document-received.ts';

export const documentIssued = defineEvent({
  name: 'integration.document.issued',
  major: 1,
  version: '1.0.0',
  summary: 'A document for a partner is ready',
  writer: z.strictObject({
    /** Number of the document at the recipient. */
    documentId: code,
    /** 1 for the first time; more when the partner asked again. The text is the same. */
    sending: z.int().min(1),
    recipient: code,
    /** Who we are at the recipient, where we have several names. */
    sender: code.optional(),
    /** Such as 997 or CONTRL. */
    kind: code,
    /** Number of the document that it answers. */
    answers: code.optional(),
    text: z.string().min(1).max(MAX_DOCUMENT_CHARACTERS),
  }),
  rules: [],
  naturalKey: ({ recipient, sender, kind, documentId, sending }, { enterprise, system }) => [
    ...['issued', enterprise, system, recipient, sender ?? '', kind, documentId],
    sending,
  ],
  partition: ({ recipient }, { enterprise }) => `${enterprise}:issued:${recipient}`,
  subject: ({ documentId }) => subject('document', documentId),
  correlation: ({ recipient, documentId }, { enterprise }) => `issued:${enterprise}:${recipient}:${documentId}`,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R3',
});
