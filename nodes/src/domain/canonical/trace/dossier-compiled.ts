/** The dossier of a lot: everything known of it on one sheet, with its checksum. */
import { z } from 'zod';
import { code, lotRef, materialRef } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { MAX_DOCUMENT_CHARACTERS } from '../integration/document-received.ts';
import { lotCorrelation, lotPartition, lotSubject } from '../quality/about.ts';

export const dossierCompiled = defineEvent({
  name: 'trace.dossier.compiled',
  major: 1,
  version: '1.0.0',
  summary: 'The dossier of a lot was compiled',
  writer: z.strictObject({
    /** Ends in the beginning of its checksum: another content is another dossier. */
    dossierId: code,
    material: materialRef,
    lot: lotRef,
    /** SHA-256 over `text`, base64url, first 32 characters. */
    checksum: z.string().length(32),
    /** JSON. */
    text: z.string().min(1).max(MAX_DOCUMENT_CHARACTERS),
  }),
  rules: [],
  naturalKey: ({ dossierId, checksum }, { site }) => ['trace.dossier', site, dossierId, checksum],
  partition: lotPartition,
  subject: lotSubject,
  correlation: lotCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
