/** The container engine of the image tests: `engine.sh` from TypeScript, and a container as one object. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(__dirname, 'engine.sh');
const run = promisify(execFile);

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never throws for an exit code; the caller judges it. */
export async function engine(args: readonly string[], variables: Record<string, string> = {}): Promise<Output> {
  try {
    const env = { ...withoutSettings(process.env), ...variables };
    const { stdout, stderr } = await run(SCRIPT, args, { env, maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, stdout: stdout.trim(), stderr };
  } catch (cause) {
    const failure = cause as { code?: number; stdout?: string; stderr?: string };
    return { code: failure.code ?? -1, stdout: (failure.stdout ?? '').trim(), stderr: failure.stderr ?? String(cause) };
  }
}

/** compose.yaml hands the caller's variables on; a test wants its own alone. */
const withoutSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(ODOO|PLANTWIRE)_/.test(name)));

/** For steps that must succeed. */
export async function podman(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await engine(['podman', ...args]);
  if (code !== 0) throw new Error(`podman ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export interface Container {
  readonly name: string;
  logs(): Promise<string>;
  exec(...command: readonly string[]): Promise<Output>;
  /** Field of the container's state, as a Go template such as `{{.State.ExitCode}}`. */
  inspect(template: string): Promise<string>;
  /** As `docker stop` does it; returns how long it took. */
  stop(graceSeconds: number): Promise<number>;
  remove(): Promise<void>;
}

let made = 0;

/** Started the way compose.yaml does: read-only root, temporary /tmp, no capabilities. Host network, so tests reach it by port. */
export async function start(image: string, variables: Record<string, string>, volume?: string): Promise<Container> {
  const name = `plantwire-test-${process.pid}-${made++}`;
  const hardened = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
  const env = Object.entries(variables).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const data = volume === undefined ? [] : ['-v', `${volume}:/data`];
  await podman('run', '-d', '--name', name, ...hardened, '--network=host', ...env, ...data, image);
  return {
    name,
    logs: async () => {
      const { stdout, stderr } = await engine(['podman', 'logs', name]);
      return stdout + stderr;
    },
    exec: (...command) => engine(['podman', 'exec', name, ...command]),
    inspect: (template) => podman('inspect', name, '--format', template),
    async stop(graceSeconds) {
      const since = Date.now();
      await podman('stop', '-t', String(graceSeconds), name);
      return (Date.now() - since) / 1000;
    },
    remove: async () => void (await engine(['podman', 'rm', '-f', '-v', name])),
  };
}
