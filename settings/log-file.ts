/** The appliance's log in the data folder: every line of every part, two files of bounded size. */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 10_000_000;
const REMEMBERED_LINES = 25;

export interface LogFile {
  readonly file: string;
  add(line: string): void;
  /** The last lines, for a report of why something ended. */
  recent(): readonly string[];
}

export function openLogFile(folder: string): LogFile {
  const file = path.join(folder, 'logs', 'appliance.log');
  mkdirSync(path.dirname(file), { recursive: true });
  let bytes = existsSync(file) ? statSync(file).size : 0;
  const last: string[] = [];
  return {
    file,
    recent: () => last,
    add(line) {
      if (last.push(line) > REMEMBERED_LINES) last.shift();
      try {
        if (bytes > MAX_BYTES) {
          renameSync(file, `${file}.1`);
          bytes = 0;
        }
        appendFileSync(file, `${line}\n`);
        bytes += line.length + 1;
      } catch {
        // A full disk must not stop the appliance for the sake of its log; the journal reports that trouble itself.
      }
    },
  };
}

/** True for a line a person should see on the terminal: a warning or worse, in either log format. */
export const isAlarming = (line: string): boolean =>
  /^\S+ (warn|error|fatal) /.test(line) || /"level":"(warn|error|fatal)"/.test(line);
