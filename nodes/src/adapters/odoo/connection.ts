/** How to reach one Odoo database. Secrets live here and nowhere else; no failure ever shows them. */

export interface OdooTls {
  /** PEM text of the authority that signed the server's certificate, added to the public ones. */
  readonly ca?: string;
  /** False accepts any certificate; for a test bench only. */
  readonly rejectUnauthorized: boolean;
}

export interface OdooConnection {
  /** `https://erp.example.com` or `http://host:8069`, without path. */
  readonly url: string;
  readonly db: string;
  readonly login: string;
  /** API key of the login; JSON-RPC also takes the password here. */
  readonly apiKey: string;
  readonly protocol: 'auto' | 'json2' | 'jsonrpc';
  readonly tls: OdooTls;
  /** Time limit of one call. Odoo retries conflicts by itself for up to 30 s, so less than 60 s makes false unknowns. */
  readonly deadlineMs: number;
  /** Calls under way at once; parallel stock moves on the same component are slower than one after the other. */
  readonly parallelCalls: number;
}

/** Text that must never appear in a message: the key itself. */
export function withoutSecrets(text: string, connection: OdooConnection): string {
  return connection.apiKey.length > 0 ? text.split(connection.apiKey).join('***') : text;
}
