/** Loaded first into every child of the start command: a child whose parent is gone ends too, instead of holding port and journal. */
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
