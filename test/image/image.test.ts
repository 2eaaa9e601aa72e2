/** The Dockerfile, built for real over a stand-in base image, and its two targets run the way compose.yaml runs them. */
import { freePort } from '../support/appliance.ts';
import { until } from '../support/time.ts';
import { type Container, engine, podman, start } from './engine.ts';

const RUN = 'localhost/plantwire:run';
const LAB = 'localhost/plantwire:lab';
const MINUTE = 60_000;
const GRACE_SECONDS = 30;
const HASH = '$2y$08$KbqA1VYLqZ7VQ6MBJlHDsuTmOe2dmy3Cqd8V7Gb9nAZ7uNnZ2i6H2';

const containers: Container[] = [];
let port: number;
let url: string;

beforeAll(async () => {
  for (const [target, tag] of [
    ['run', RUN],
    ['lab', LAB],
  ] as const) {
    const { code, stderr } = await engine(['build', target, tag]);
    if (code !== 0) throw new Error(`target ${target} does not build:\n${stderr.split('\n').slice(-40).join('\n')}`);
  }
}, 15 * MINUTE);

beforeEach(async () => {
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  for (const container of containers.splice(0)) await container.remove();
}, MINUTE);

async function running(image: string, variables: Record<string, string> = {}, volume?: string): Promise<Container> {
  const container = await start(image, { PLANTWIRE_PORT: String(port), ...variables }, volume);
  containers.push(container);
  await until(`${image} answers on /health`, () => isAnswering(container), 2 * MINUTE);
  return container;
}

async function isAnswering(container: Container): Promise<boolean> {
  if ((await container.inspect('{{.State.Status}}')) !== 'running') throw new Error(await container.logs());
  return fetch(`${url}/health`).then(
    () => true,
    () => false,
  );
}

const health = async () => (await (await fetch(`${url}/health`)).json()) as Record<string, Record<string, unknown>>;

describe('the run target', () => {
  test(
    'is healthy by its own health check, is nobody special, and cannot write outside /data and /tmp',
    async () => {
      const container = await running(RUN);
      // The engine as well asks again before it calls a container ill.
      const isHealthy = async () => (await engine(['podman', 'healthcheck', 'run', container.name])).code === 0;
      await until('its health check finds it well', isHealthy, MINUTE);
      expect(await container.inspect('{{.State.Health.Status}}')).toBe('healthy');
      expect((await container.exec('id', '-u')).stdout).toBe('1000');
      expect(
        (await container.exec('sh', '-c', 'touch /app/x /usr/x /home/node/x; true')).stderr.match(
          /Read-only file system/g,
        ),
      ).toHaveLength(3);
      expect((await container.exec('sh', '-c', 'touch /data/x /tmp/x')).code).toBe(0);
      expect((await container.exec('stat', '-c', '%a', '/data/credential-secret')).stdout).toBe('600');
    },
    4 * MINUTE,
  );

  test(
    'stops cleanly on SIGTERM within the grace time and keeps its data for the next container',
    async () => {
      const volume = `plantwire-test-${process.pid}`;
      const first = await running(RUN, {}, volume);
      const secret = (await first.exec('cat', '/data/credential-secret')).stdout;
      expect(await first.stop(GRACE_SECONDS)).toBeLessThan(GRACE_SECONDS);
      expect(await first.inspect('{{.State.ExitCode}}')).toBe('0');
      expect(await first.logs()).toContain('Stopped flows');
      const second = await running(RUN, {}, volume);
      expect((await second.exec('cat', '/data/credential-secret')).stdout).toBe(secret);
      await second.remove();
      await podman('volume', 'rm', '-f', volume);
    },
    6 * MINUTE,
  );

  test(
    'has no editor without a login, and says how to get it',
    async () => {
      const container = await running(RUN);
      expect((await fetch(url)).status).toBe(404);
      expect((await fetch(`${url}/flows`)).status).toBe(404);
      expect(await container.logs()).toContain('PLANTWIRE_ADMIN_USER');
    },
    4 * MINUTE,
  );

  test(
    'with a login has the editor, and the admin API behind it',
    async () => {
      await running(RUN, { PLANTWIRE_ADMIN_USER: 'engineer', PLANTWIRE_ADMIN_PASSWORD_HASH: HASH });
      expect((await fetch(url)).status).toBe(200);
      expect((await fetch(`${url}/flows`)).status).toBe(401);
      expect((await fetch(`${url}/metrics`)).status).toBe(200);
    },
    4 * MINUTE,
  );

  test(
    'refuses a wrong variable with the table and the exit code for it',
    async () => {
      const container = await start(RUN, { PLANTWIRE_PORT: 'http', PLANTWIRE_HOTS: 'x' });
      containers.push(container);
      await until('it has ended', async () => (await container.inspect('{{.State.Status}}')) === 'exited', MINUTE);
      expect(await container.inspect('{{.State.ExitCode}}')).toBe('78');
      expect(await container.logs()).toContain('Did you mean PLANTWIRE_HOST?');
    },
    2 * MINUTE,
  );

  test(
    'declares what an orchestrator reads, and carries nothing of the machine that built it',
    async () => {
      const config = JSON.parse(await podman('inspect', RUN, '--format', '{{json .Config}}')) as Record<
        string,
        unknown
      >;
      expect(config).toMatchObject({
        User: '1000:1000',
        StopSignal: 'SIGTERM',
        Volumes: { '/data': {} },
        ExposedPorts: { '1880/tcp': {} },
      });
      expect(JSON.stringify(config['Env'])).not.toMatch(/NODE_EXTRA_CA|npm_config/);
      const found = await podman(
        'run',
        '--rm',
        '--network=none',
        '--user=0',
        RUN,
        'sh',
        '-c',
        'find / -xdev ( -name .npmrc -o -name npmrc -o -path "/run/secrets/*" ) -not -path "/usr/local/lib/*" -not -path "/app/node_modules/*" -size +0'
          .replace('( ', '\\( ')
          .replace(' )', ' \\)'),
      );
      expect(found).toBe('');
      expect(
        await podman(
          'run',
          '--rm',
          '--network=none',
          '--ulimit',
          'nofile=4096:4096',
          '--ulimit',
          'nproc=2048:2048',
          RUN,
          'ls',
          '/app',
        ),
      ).not.toMatch(/test|src/);
    },
    2 * MINUTE,
  );
});

describe('compose.yaml', () => {
  test(
    'runs Plantwire alone as it stands: published on this machine, read-only, with its volume',
    async () => {
      await podman('tag', RUN, 'localhost/plantwire:latest');
      const variables = { PLANTWIRE_PORT: String(port) };
      try {
        const up = await engine(['compose', 'up', '-d', '--no-build', 'plantwire'], variables);
        const name = await podman('ps', '-q', '--filter', 'label=io.podman.compose.project=plantwire-test');
        expect({ name, said: up.stdout + up.stderr }).toMatchObject({ name: expect.stringMatching(/^[0-9a-f]+$/) });
        // Without an Odoo it says so as degraded, which is no failure of the container.
        const isWell = () =>
          fetch(`${url}/health`).then(
            ({ status }) => status === 200,
            () => false,
          );
        await until('it is well on the published port', isWell, MINUTE);
        expect(await podman('inspect', name, '--format', '{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}')).toBe(
          'true 1000:1000',
        );
      } finally {
        await engine(['compose', 'down', '-v'], variables);
      }
    },
    3 * MINUTE,
  );
});

describe('the lab target', () => {
  test(
    'makes completions, stops in time, and goes on after a restart as a plant does',
    async () => {
      const container = await running(LAB);
      for (const run of ['first', 'second']) {
        await until(`a completion was applied and read back in the ${run} run`, isCompletionApplied, 3 * MINUTE);
        const { deadLetters } = await health();
        // The log names what was put aside; without it nobody could say why.
        const log = (deadLetters as { open: number }).open === 0 ? '' : await container.logs();
        expect({ deadLetters, log }).toMatchObject({ deadLetters: { open: 0 }, log: '' });
        expect(await container.stop(GRACE_SECONDS)).toBeLessThan(GRACE_SECONDS);
        expect(await container.inspect('{{.State.ExitCode}}')).toBe('0');
        expect(await container.logs()).toContain('Plantwire stopped.');
        if (run === 'second') return;
        await podman('start', container.name);
        await until('it answers again', () => isAnswering(container), 2 * MINUTE);
      }
    },
    10 * MINUTE,
  );
});

async function isCompletionApplied(): Promise<boolean> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return /^mfg_events_applied_total\{type="mfg\.production\.output\.reported\.v1".*\} [1-9]/m.test(metrics);
}
