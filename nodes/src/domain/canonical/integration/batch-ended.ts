/** Every row of a file or another batch has an end: posted, known already, or before a person. */
import { z } from 'zod';
import { code } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

const count = z.int().min(0);

export const batchEnded = defineEvent({
  name: 'integration.batch.ended',
  major: 1,
  version: '1.0.0',
  summary: 'Every row of a batch has an end',
  writer: z.strictObject({
    /** Same content, same batch: its checksum. */
    batchId: code,
    name: z.string().max(255),
    /** 1 for the first time; more when the same batch came again. */
    sending: z.int().min(1),
    /** Failed: it could not be read to its end. */
    state: z.enum(['done', 'failed']),
    reason: z.string().max(1_000).optional(),
    rows: count,
    posted: count,
    duplicate: count,
    /** Let go by a step of the flow. */
    filtered: count,
    /** In the dead letters, waiting for a person. */
    deadLetters: count,
    /** A person decided that they are not needed. */
    discarded: count,
    /** Name of the file with one line per row. */
    resultName: z.string().max(255).optional(),
  }),
  rules: [
    {
      rule: 'every row is counted once',
      path: 'rows',
      holds: ({ rows, posted, duplicate, filtered, deadLetters, discarded }) =>
        rows === posted + duplicate + filtered + deadLetters + discarded,
    },
  ],
  naturalKey: ({ batchId, sending }, { enterprise, system }) => ['batch.ended', enterprise, system, batchId, sending],
  partition: (_data, { enterprise, system }) => `${enterprise}:batch:${system}`,
  subject: ({ batchId }) => subject('batch', batchId),
  correlation: ({ batchId }, { enterprise }) => `batch:${enterprise}:${batchId}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
