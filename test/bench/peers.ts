/**
 * The same work with nodes of the public palette where they install: a queue that persists in Node-RED's context, and the
 * core filter node that drops repeats. Neither makes a message durable before it goes on; what survives is another bench's.
 */
import path from 'node:path';
import { answer, type Figures, inFolder, wordsOf } from './measure.ts';
import { end, install, runFlow, source } from './node-red.ts';

const QUEUE = 'node-red-contrib-queue-gate@1.5.5';

await answer(({ short }) =>
  inFolder(async (folder) => {
    const messages = short ? 1_000 : 50_000;
    const run = async (name: string, node: object, context?: object, release?: object): Promise<Figures> => {
      const flow = [
        source('source', 'peer', messages, release),
        { id: 'peer', z: 'tab', wires: [['end']], ...node },
        end('end', messages),
      ];
      try {
        const place = path.join(folder, name);
        const { ms } = await runFlow({ folder: place, flow, deadlineMs: 60_000, ...(context ? { context } : {}) });
        return { messages, perSecond: Math.round(messages / (ms / 1_000)) };
      } catch (error) {
        return { failed: wordsOf(error) };
      }
    };
    const figures: Record<string, Figures> = {
      'core filter node, drops repeats, memory only': await run('filter', {
        type: 'rbe',
        func: 'rbe',
        gap: '',
        start: '',
        inout: 'out',
        septopics: false,
        property: 'payload.id',
      }),
    };
    const place = path.join(folder, 'queue');
    figures['queue-gate 1.5.5, persistent in context files'] = install(place, QUEUE)
      ? await run(
          'queue',
          {
            type: 'q-gate',
            controlTopic: 'control',
            defaultState: 'queueing',
            openCmd: 'open',
            closeCmd: 'close',
            toggleCmd: 'toggle',
            queueCmd: 'queue',
            defaultCmd: 'default',
            triggerCmd: 'trigger',
            flushCmd: 'flush',
            resetCmd: 'reset',
            peekCmd: 'peek',
            dropCmd: 'drop',
            statusCmd: 'status',
            maxQueueLength: '0',
            keepNewest: false,
            qToggle: true,
            persist: true,
            storeName: 'default',
          },
          { default: { module: 'localfilesystem', config: { flushInterval: 1 } } },
          { topic: 'control', payload: 'trigger' },
        )
      : { leftOut: `${QUEUE} cannot be installed from the registry in use` };
    return figures;
  }),
);
