/** One session with one server: connects, tells when it is up, lost or restored, and starts over when it must. */
import {
  type ClientSession,
  LogLevel,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  setLogLevel,
  type UserIdentityInfo,
  UserTokenType,
} from 'node-opcua-client';
import type { Failure } from '../../domain/failure.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import { isKnownServer, openStore, type Trust } from './certificates.ts';
import { toFailure } from './faults.ts';

export interface OpcuaTarget {
  readonly url: string;
  readonly securityMode: 'None' | 'Sign' | 'SignAndEncrypt';
  readonly securityPolicy: 'None' | 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly trust: Trust;
  /** Folder for keys and certificates. */
  readonly pkiFolder: string;
  readonly timeoutMs: number;
}

export interface Connected {
  readonly client: OPCUAClient;
  readonly session: ClientSession;
  close(): Promise<void>;
}

/** What the owner of a session hears. */
export interface SessionListener {
  /** A new session: nothing is being watched in it. */
  onUp(session: ClientSession): void;
  /** The connection broke; the library tries to get the same session back. */
  onLost(): void;
  /** It did, subscriptions included. */
  onRestored(): void;
  /** No session, and the attempt to get one failed. It is tried again. */
  onDown(failure: Failure): void;
}

/** A server keeps a session that long while the cable is out, and its queues with it. */
const SESSION_TIMEOUT_MS = 120_000;
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 5_000;
const CLOSE_WITHIN_MS = 3_000;

export async function connectOnce(target: OpcuaTarget): Promise<Result<Connected>> {
  const attempted = target.user ? `connect as ${target.user}` : 'connect';
  // The library writes to the console what we report as failures.
  setLogLevel(LogLevel.Emergency);
  try {
    return ok(await within(target.timeoutMs, (timer) => open(target, timer)));
  } catch (error) {
    return fail(toFailure(error, attempted, target.url));
  }
}

async function open(target: OpcuaTarget, timer: { expired: boolean }): Promise<Connected> {
  const store = await openStore(target.pkiFolder, target.trust);
  const client = OPCUAClient.create({
    applicationName: 'Plantwire',
    clientCertificateManager: store,
    securityMode: MessageSecurityMode[target.securityMode],
    securityPolicy: SecurityPolicy[target.securityPolicy],
    endpointMustExist: false,
    keepSessionAlive: true,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    // One more try for the first connection; the library goes on for ever once it was there.
    connectionStrategy: { maxRetry: 1, initialDelay: 200, maxDelay: 2_000 },
  });
  const close = async () => {
    await Promise.race([client.disconnect().catch(() => undefined), pause(CLOSE_WITHIN_MS)]);
    await store.dispose();
  };
  try {
    await client.connect(target.url);
    await checkServer(target, client);
    const session = await client.createSession(identityOf(target));
    if (timer.expired) throw new Error('timed out');
    return { client, session, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Before any password leaves this machine. */
async function checkServer(target: OpcuaTarget, client: OPCUAClient): Promise<void> {
  const certificate = client.serverCertificate;
  if (target.securityMode === 'None' || target.trust !== 'firstUse' || !certificate) return;
  const shown = Array.isArray(certificate) ? certificate[0] : certificate;
  if (shown && !(await isKnownServer(target.pkiFolder, target.url, shown)))
    throw new Error('server-certificate-changed');
}

function identityOf(target: OpcuaTarget): UserIdentityInfo {
  if (!target.user) return { type: UserTokenType.Anonymous };
  return { type: UserTokenType.UserName, userName: target.user, password: target.password ?? '' };
}

export class OpcuaSession {
  readonly #target: OpcuaTarget;
  readonly #clock: Clock;
  readonly #listener: SessionListener;
  #connected: Connected | undefined;
  #generation = 0;
  #retryMs = RETRY_MIN_MS;
  #cancelRetry: (() => void) | undefined;
  #closed = false;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(target: OpcuaTarget, clock: Clock, listener: SessionListener) {
    this.#target = target;
    this.#clock = clock;
    this.#listener = listener;
  }

  get session(): ClientSession | undefined {
    return this.#connected?.session;
  }

  start(): void {
    void this.#connect();
  }

  /** Gives up the session and everything in it, and gets a new one. */
  rebuild(): void {
    this.#drop();
    if (!this.#closed) this.#retry();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#drop();
    await this.#closing;
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    const attempt = connectOnce(this.#target);
    this.#closing = Promise.all([this.#closing, attempt]);
    const result = await attempt;
    if (this.#closed || generation !== this.#generation) {
      if (result.ok) this.#closing = Promise.all([this.#closing, result.value.close()]);
      return;
    }
    if (!result.ok) {
      this.#listener.onDown(result.failure);
      return this.#retry();
    }
    this.#connected = result.value;
    this.#retryMs = RETRY_MIN_MS;
    this.#follow(result.value, generation);
    this.#listener.onUp(result.value.session);
  }

  #follow({ client, session }: Connected, generation: number): void {
    const current = (task: () => void) => () => {
      if (generation === this.#generation && !this.#closed) task();
    };
    client.on(
      'connection_lost',
      current(() => this.#listener.onLost()),
    );
    client.on(
      'connection_reestablished',
      current(() => this.#listener.onRestored()),
    );
    const gone = current(() => {
      this.#listener.onLost();
      this.rebuild();
    });
    client.on('close', gone);
    client.on('abort', gone);
    session.on('session_closed', gone);
  }

  #retry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => void this.#connect());
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  #drop(): void {
    this.#generation += 1;
    this.#cancelRetry?.();
    const connected = this.#connected;
    this.#connected = undefined;
    if (connected) this.#closing = Promise.all([this.#closing, connected.close()]);
  }
}

async function within<T>(timeoutMs: number, task: (timer: { expired: boolean }) => Promise<T>): Promise<T> {
  const state = { expired: false };
  let handle: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    handle = setTimeout(() => {
      state.expired = true;
      reject(new Error(`timed out after ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([task(state), late]);
  } finally {
    clearTimeout(handle);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
