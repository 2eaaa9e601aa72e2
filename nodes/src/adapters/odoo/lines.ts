/**
 * Which connection a request goes out on. Odoo itself closes after every answer; a proxy in front of it keeps connections
 * open, and a handshake over a slow line costs more than most reads.
 *
 * Only what may be repeated uses a connection again: a server may close an idle one at the very moment at which we send, and
 * nobody could say whether it read the request first. So a write always has a new one, with the TLS session of the last.
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { OdooConnection } from './connection.ts';

export interface Lines {
  agentFor(request: { readonly mayRepeat: boolean }): http.Agent;
  readonly transport: Pick<typeof http, 'request'>;
}

/** Shorter than any proxy waits by default (5 s and more); a server that names a time of its own is heard by the agent. */
const IDLE_MS = 2_000;

export function openLines(connection: OdooConnection): Lines {
  const isSecure = connection.url.startsWith('https:');
  const make = (options: http.AgentOptions): http.Agent =>
    isSecure ? new https.Agent({ ...options, ...tlsOptions(connection) }) : new http.Agent(options);
  const again = make({ keepAlive: true, timeout: IDLE_MS, maxFreeSockets: connection.parallelCalls });
  const once = make({ keepAlive: false });
  return { agentFor: ({ mayRepeat }) => (mayRepeat ? again : once), transport: isSecure ? https : http };
}

function tlsOptions(connection: OdooConnection): https.AgentOptions {
  const { ca, rejectUnauthorized } = connection.tls;
  return ca === undefined ? { rejectUnauthorized } : { rejectUnauthorized, ca: [...tls.rootCertificates, ca] };
}
