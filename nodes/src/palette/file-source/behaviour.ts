/** Watches a folder and takes its files one after the other. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { PickedFile, PickupFolder } from '../../domain/files/pickup.ts';
import type { Journal } from '../../domain/journal.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { contractOf } from '../../domain/validation/contract.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { SourceActivity } from '../../host/source-status.ts';
import type { definition } from './definition.ts';
import { formatOf } from './format.ts';
import { type Cursor, FileReading, type ReadingParts, STOPPED } from './reading.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface FolderSettings {
  readonly userDir: string;
  readonly folder: string;
  readonly pattern: string;
  readonly ready: Config['ready'];
  readonly stableMs: number;
  readonly encoding: string;
}
export type OpenFolder = (settings: FolderSettings, clock: Clock) => PickupFolder;

const STATUS_EVERY_MS = 1_000;
const AGAIN_MS = 5_000;

export async function startFileSource(context: NodeContext<Config>, open: OpenFolder): Promise<Result<Behaviour>> {
  const { config, clock, hash, userDir } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { enterprise, site: siteId } = site.value.pack;
  const contract = contractOf({ ...config, enterprise, site: siteId });
  if (!contract.ok) return contract;
  const makeReader = formatOf(config);
  if (!makeReader.ok) return makeReader;
  const notes = await journal.value.counters(context.id);
  if (!notes.ok) return notes;
  const known = new Map(notes.value.map(({ tag, memory }) => [tag, memory as Cursor]));
  const folder = open({ ...config, userDir, stableMs: config.stableSeconds * 1_000 }, clock);
  const rows = { contract: contract.value, columns: config.columns, hash };
  return ok(new Picking(context, journal.value, folder, { rows, makeReader: makeReader.value }, known));
}

class Picking implements Behaviour {
  readonly #context: NodeContext<Config>;
  readonly #folder: PickupFolder;
  readonly #intake: Intake;
  readonly #activity: SourceActivity;
  readonly #parts: ReadingParts;
  readonly #known: Map<string, Cursor>;
  readonly #running: Promise<void>;
  #trouble: Failure | undefined;
  #folderTrouble: Failure | undefined;
  #wake: () => void = () => undefined;
  #cancelStatus: () => void = () => undefined;
  #closed = false;

  constructor(
    context: NodeContext<Config>,
    journal: Journal,
    folder: PickupFolder,
    parts: Pick<ReadingParts, 'rows' | 'makeReader'>,
    known: Map<string, Cursor>,
  ) {
    const { id, config, clock, hash } = context;
    this.#context = context;
    this.#folder = folder;
    this.#known = known;
    this.#activity = new SourceActivity(clock);
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, message.failure ? 'rejected' : 'events'),
      trouble: (failure) => {
        this.#trouble = this.#heard(failure, this.#trouble);
      },
    });
    this.#parts = {
      ...parts,
      ...{ intake: this.#intake, clock, isClosing: () => this.#closed },
      moved: () => this.#activity.heard(),
    };
    this.#show();
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelStatus();
    this.#wake();
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

  /** False when it did not come to an end; the file stays in its place and is begun again, behind the rows taken. */
  async #take(file: PickedFile): Promise<boolean> {
    const tag = `file:${file.sha256}`;
    const before = this.#known.get(tag);
    const result = await file.result();
    const ended = result.ok ? await new FileReading(this.#parts, file, result.value, before).run() : result;
    if (!ended.ok) {
      if (result.ok) await result.value.close();
      if (ended.failure.code !== STOPPED) this.#folderTrouble = this.#heard(ended.failure, this.#folderTrouble);
      return false;
    }
    this.#known.set(tag, ended.value);
    const { taken, rejected, state } = ended.value;
    const away = await file.putAway(state === 'done' ? 'done' : 'failed');
    this.#folderTrouble = this.#heard(away.ok ? undefined : away.failure, this.#folderTrouble);
    const words = before && before.state !== 'reading' ? ', known already' : '';
    this.#context.log.info(`${file.name}: ${taken} rows taken, ${rejected} rejected, ${state}${words}`);
    return away.ok;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#context.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }

  #show(): void {
    const { clock, report } = this.#context;
    const trouble = this.#trouble ?? this.#folderTrouble;
    report(this.#activity.report({ waiting: this.#intake.waiting(), ...(trouble ? { trouble } : {}) }));
    this.#cancelStatus = clock.after(STATUS_EVERY_MS, () => this.#show());
  }

  /** Each new reason once. */
  #heard(failure: Failure | undefined, before: Failure | undefined): Failure | undefined {
    if (failure && failure.reason !== before?.reason) this.#context.log.failure(failure);
    return failure;
  }
}
