/** Runs a tool when Node was asked for that very module, so that it can also be imported. */
import { realpathSync } from 'node:fs';

/** `main` answers the exit code; an error is told in one line, without a stack. */
export function runAsMain(file: string, main: (args: readonly string[]) => Promise<number>): void {
  const started = process.argv[1];
  if (started === undefined || realpathSync(started) !== realpathSync(file)) return;
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
