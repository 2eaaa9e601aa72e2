/** The Journal port on the main thread. Several users of one file share one worker; the last to close ends it. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Journal } from '../../domain/journal.ts';
import { type Clock, type Ids, ok, type Result } from '../../domain/ports.ts';
import { createPort } from './port.ts';
import { startThread, type Thread } from './thread.ts';
import { createWorkBell, type WorkBell } from './work-bell.ts';

const MEGABYTE = 1_048_576;
const SWEEP_EVERY_MS = 60_000;

export interface JournalSettings {
  /** Absolute path; its folder is created. */
  readonly file: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Default 16 MB; given back when the disk is full. */
  readonly reserveBytes?: number;
  /** Default 64 MB; below it nothing new is taken in. */
  readonly minFreeBytes?: number;
}

/** One open file. */
interface Share {
  users: number;
  readonly bell: WorkBell;
  readonly thread: Promise<Result<Thread>>;
  stopSweep: () => void;
}

const shares = new Map<string, Share>();
/** Files whose last user is closing: a new user waits, so that the lock is free again. */
const closing = new Map<string, Promise<void>>();

export async function openJournal(settings: JournalSettings): Promise<Result<Journal>> {
  const file = truePath(settings.file);
  await closing.get(file);
  const share = shares.get(file) ?? startShare(file, settings);
  share.users += 1;
  const thread = await share.thread;
  const isGone = thread.ok && thread.value.stopped() !== undefined;
  if (!thread.ok || isGone) {
    share.stopSweep();
    if (shares.get(file) === share) shares.delete(file);
    return thread.ok ? openJournal(settings) : thread;
  }
  return ok(
    createPort({ thread: thread.value, bell: share.bell, file, leave: () => leave(file, share, thread.value) }),
  );
}

function startShare(file: string, settings: JournalSettings): Share {
  const { clock, ids } = settings;
  const bell = createWorkBell(clock);
  const options = {
    file,
    fileId: ids.uuid().replaceAll('-', '').slice(0, 12),
    reserveBytes: settings.reserveBytes ?? 16 * MEGABYTE,
    minFreeBytes: settings.minFreeBytes ?? 64 * MEGABYTE,
  };
  const share: Share = {
    users: 0,
    bell,
    thread: startThread(options, { clock, ids }, bell),
    stopSweep: () => undefined,
  };
  const sweepLater = (delayMs: number): void => {
    share.stopSweep = clock.after(delayMs, () => void sweep());
  };
  const sweep = async (): Promise<void> => {
    const thread = await share.thread;
    const swept = thread.ok ? await thread.value.call('sweep') : undefined;
    if (shares.get(file) === share) sweepLater(swept?.ok && swept.value ? 0 : SWEEP_EVERY_MS);
  };
  sweepLater(SWEEP_EVERY_MS);
  shares.set(file, share);
  return share;
}

async function leave(file: string, share: Share, thread: Thread): Promise<void> {
  share.users -= 1;
  if (share.users > 0) return;
  share.stopSweep();
  share.bell.close();
  if (shares.get(file) === share) shares.delete(file);
  const closed = thread.close().finally(() => closing.delete(file));
  closing.set(file, closed);
  await closed;
}

/** Where a journal lies: a relative path counts from Node-RED's user directory, an empty one is the default. */
export function journalFile(userDir: string, file: string): string {
  return resolve(userDir, file.trim() === '' ? 'plantwire.sqlite' : file.trim());
}

/** Two spellings of one path must not open it twice. */
function truePath(file: string): string {
  const absolute = resolve(file);
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute; // the folder does not exist yet
  }
}
