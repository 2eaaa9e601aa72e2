/** What Node-RED carries through a chain of six function nodes that do nothing and keep nothing: the ceiling without durability. */
import path from 'node:path';
import { answer, inFolder } from './measure.ts';
import { end, runFlow, source } from './node-red.ts';

const STEPS = ['validate', 'guard', 'map', 'outbox', 'lease', 'settle'];

await answer(({ short }) =>
  inFolder(async (folder) => {
    const messages = short ? 2_000 : 200_000;
    const chain = STEPS.map((name, index) => ({
      id: name,
      type: 'function',
      z: 'tab',
      wires: [[STEPS[index + 1] ?? 'end']],
      func: 'return msg;',
      libs: [],
    }));
    const flow = [source('source', 'validate', messages), ...chain, end('end', messages)];
    const { ms } = await runFlow({ folder: path.join(folder, 'red'), flow, deadlineMs: 120_000 });
    return { messages, perSecond: Math.round(messages / (ms / 1_000)) };
  }),
);
