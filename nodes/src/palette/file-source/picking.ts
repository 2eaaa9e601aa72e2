/** One file after the other; beside it, what is said about those that ended. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { begin } from '../../domain/files/cursor.ts';
import type { PickedFile, PickupFolder } from '../../domain/files/pickup.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { ok } from '../../domain/ports.ts';
import type { Drops } from '../../host/dropping.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { SourceActivity } from '../../host/source-status.ts';
import type { definition } from './definition.ts';
import { FileReading, type ReadingParts, STOPPED } from './reading.ts';
import { isEnding, type Known, Results } from './results.ts';

export type Config = z.output<typeof definition.config>;

/** Where results are left of files that ended so. */
export type DropsOf = (state: 'done' | 'failed') => Drops;

const STATUS_EVERY_MS = 1_000;
const AGAIN_MS = 5_000;

export interface Prepared extends Pick<ReadingParts, 'rows' | 'makeReader'> {
  readonly plant: { readonly enterprise: string; readonly site: string; readonly system: string };
  readonly drops: DropsOf;
  readonly known: Map<string, Known>;
}

export class Picking implements Behaviour {
  readonly #context: NodeContext<Config>;
  readonly #folder: PickupFolder;
  readonly #intake: Intake;
  readonly #activity: SourceActivity;
  readonly #parts: ReadingParts;
  readonly #known: Map<string, Known>;
  readonly #results: Results;
  readonly #running: Promise<unknown>;
  #trouble: Failure | undefined;
  #folderTrouble: Failure | undefined;
  #resultTrouble: Failure | undefined;
  /** Checksum of the file that is being read. */
  #current: string | undefined;
  #telling: Promise<void> = Promise.resolve();
  readonly #wakers = new Set<() => void>();
  #cancelStatus: () => void = () => undefined;
  #closed = false;

  constructor(context: NodeContext<Config>, journal: Journal, folder: PickupFolder, prepared: Prepared) {
    const { id, config, clock, hash } = context;
    const { plant, drops, known, ...reading } = prepared;
    this.#context = context;
    this.#folder = folder;
    this.#known = known;
    this.#activity = new SourceActivity(clock);
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, portOf(message)),
      trouble: (failure) => {
        this.#trouble = this.#heard(failure, this.#trouble);
      },
    });
    this.#parts = {
      ...{ ...reading, intake: this.#intake, clock, isClosing: () => this.#closed },
      areEndsKept: config.results === 'ended',
      areDocumentsRepeated: config.repeats === 'again' && config.format === 'document',
      moved: () => this.#activity.heard(),
    };
    this.#results = new Results({
      ...{ owner: id, journal, intake: this.#intake, clock, hash, known, plant, drops },
      rememberDays: config.rememberDays,
      isHeard: () => context.reaches?.('ended') !== false,
      isBusy: (sha256) => this.#current === sha256 || this.#closed,
    });
    this.#show();
    this.#running = Promise.all([this.#run(), this.#tell()]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelStatus();
    for (const wake of this.#wakers) wake();
    await this.#intake.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const next = await this.#folder.next();
      this.#folderTrouble = this.#heard(next.ok ? undefined : next.failure, this.#folderTrouble);
      if (!next.ok) await this.#pause(AGAIN_MS);
      else if (next.value === undefined) await this.#pause(this.#context.config.pollSeconds * 1_000);
      else if (!(await this.#take(next.value))) await this.#pause(AGAIN_MS);
    }
  }

  /** Beside the reading, which may wait for the flow for hours. */
  async #tell(): Promise<void> {
    while (!this.#closed) {
      this.#telling = this.#results.tell().then(async (told) => {
        const done = told.ok ? await this.#results.forget() : told;
        this.#resultTrouble = this.#heard(done.ok ? undefined : done.failure, this.#resultTrouble);
      });
      await this.#telling;
      await this.#pause(this.#context.config.pollSeconds * 1_000);
    }
  }

  /** False when it did not come to an end; the file stays in its place and is begun again, behind the rows taken. */
  async #take(file: PickedFile): Promise<boolean> {
    this.#current = file.sha256;
    try {
      // What is being said about the same content is said first.
      await this.#telling;
      return await this.#read(file);
    } finally {
      this.#current = undefined;
    }
  }

  async #read(file: PickedFile): Promise<boolean> {
    const { config, clock, log } = this.#context;
    const before = this.#known.get(file.sha256)?.cursor;
    const beginning = begin(file.name, file.stamp, before, config.repeats === 'again');
    const result = this.#parts.areEndsKept ? ok(undefined) : await file.result();
    const ended = result.ok ? await new FileReading(this.#parts, file, result.value, beginning).run() : result;
    if (!ended.ok) {
      if (result.ok) await result.value?.close();
      if (ended.failure.code !== STOPPED) this.#folderTrouble = this.#heard(ended.failure, this.#folderTrouble);
      return false;
    }
    this.#known.set(file.sha256, { cursor: ended.value, atMs: clock.now() });
    const { taken, rejected, state, sending = 1 } = ended.value;
    const away = await file.putAway(state === 'done' ? 'done' : 'failed');
    this.#folderTrouble = this.#heard(away.ok ? undefined : away.failure, this.#folderTrouble);
    const words = beginning.isRepeat ? `, known already${sending > 1 ? `, sending ${sending}` : ''}` : '';
    log.info(`${file.name}: ${taken} rows taken, ${rejected} rejected, ${state}${words}`);
    return away.ok;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#wakers.delete(wake);
        resolve();
      };
      const cancel = this.#context.clock.after(ms, wake);
      this.#wakers.add(wake);
      if (this.#closed) wake();
    });
  }

  #show(): void {
    const { clock, report } = this.#context;
    const trouble = this.#trouble ?? this.#folderTrouble ?? this.#resultTrouble;
    report(this.#activity.report({ waiting: this.#intake.waiting(), ...(trouble ? { trouble } : {}) }));
    this.#cancelStatus = clock.after(STATUS_EVERY_MS, () => this.#show());
  }

  /** Each new reason once. */
  #heard(failure: Failure | undefined, before: Failure | undefined): Failure | undefined {
    if (failure && failure.reason !== before?.reason) this.#context.log.failure(failure);
    return failure;
  }
}

function portOf(message: Message): string {
  if (message.failure) return 'rejected';
  return isEnding(message) ? 'ended' : 'events';
}
