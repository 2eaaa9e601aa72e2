/** A real journal in a folder of its own, and a hand-made context for behaviours that use it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Failure } from '../../nodes/src/domain/failure.ts';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { fail, ok, type Result } from '../../nodes/src/domain/ports.ts';
import type { Behaviour, NodeContext, Started, StatusReport } from '../../nodes/src/host/node.ts';
import { failureOf } from './messages.ts';
import { type TestClock, testClock } from './time.ts';

export interface Bench {
  readonly clock: TestClock;
  readonly journal: () => Journal;
  /** Closes the journal and opens it again, as a restart does. */
  restart(): Promise<void>;
  context<C>(config: C, id?: string): Witnessed<C>;
  readonly file: () => string;
}

/** What a behaviour did to its host. */
export interface Witnessed<C> extends NodeContext<C> {
  readonly emitted: { readonly message: Message; readonly port?: string }[];
  readonly reports: StatusReport[];
  readonly failures: Failure[];
  readonly warnings: string[];
}

/** Call at the top of a describe block: a fresh journal per test. */
export function journalBench(): Bench {
  let folder = '';
  let clock = testClock();
  let journal: Journal | undefined;
  const open = async (): Promise<void> => {
    const file = join(folder, 'plantwire.sqlite');
    const opened = await openJournal({ file, clock, ids: system.ids, reserveBytes: 0, minFreeBytes: 0 });
    if (!opened.ok) throw new Error(opened.failure.reason);
    journal = opened.value;
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plantwire-bench-'));
    clock = testClock();
    await open();
  });
  afterEach(async () => {
    await journal?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const current = (): Journal => {
    if (journal === undefined) throw new Error('the journal is opened before each test');
    return journal;
  };
  return {
    get clock() {
      return clock;
    },
    journal: current,
    file: () => join(folder, 'plantwire.sqlite'),
    async restart() {
      await current().close();
      await open();
    },
    context<C>(config: C, id = 'node-1'): Witnessed<C> {
      const emitted: Witnessed<C>['emitted'] = [];
      const reports: StatusReport[] = [];
      const failures: Failure[] = [];
      const warnings: string[] = [];
      return {
        id,
        name: 'test node',
        flow: 'Line 3',
        config,
        clock,
        ids: system.ids,
        hash: system.hash,
        userDir: folder,
        environment: () => undefined,
        deployed: () => [config],
        resource: async <T>(name: string): Promise<Result<T>> =>
          name === 'journal' ? ok(current() as T) : fail(failureOf('configuration', 'resource-missing')),
        serve: () => fail(failureOf('configuration', 'no-server')),
        report: (status) => void reports.push(status),
        emit: (message, port) => void emitted.push({ message, ...(port === undefined ? {} : { port }) }),
        log: {
          info: () => undefined,
          warn: (text) => void warnings.push(text),
          failure: (failure) => void failures.push(failure),
        },
        emitted,
        reports,
        failures,
        warnings,
      };
    },
  };
}

/** The behaviour of a node that must start. */
export async function started(
  start: Promise<Started> | Started,
): Promise<Required<Pick<Behaviour, 'handle'>> & Behaviour> {
  const result = await start;
  const behaviour = 'ok' in result ? result : ok(result);
  if (!behaviour.ok) throw new Error(behaviour.failure.reason);
  if (!behaviour.value.handle) throw new Error('the node takes no input');
  return { ...behaviour.value, handle: behaviour.value.handle };
}
