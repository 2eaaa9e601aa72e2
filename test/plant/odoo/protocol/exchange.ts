/** What a protocol handler is given and what it gives back; the server does the sockets and the faults. */
import type { World } from '../orm/environment.ts';

export interface Incoming {
  readonly verb: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

/** A database and who may enter it. */
export interface Realm {
  readonly world: World;
  readonly db: string;
  readonly major: number;
  /** uid behind an API key, or undefined. */
  readonly uidOfKey: (key: string) => number | undefined;
  /** uid behind a login with a password or an API key. */
  readonly uidOfLogin: (login: string, secret: string) => number | undefined;
  /** Whether the secret belongs to that user. */
  readonly accepts: (uid: number, secret: string) => boolean;
  /** Counts the call. */
  readonly seen: (model: string, method: string) => void;
}

export const json = (status: number, value: unknown, headers: { readonly [name: string]: string } = {}): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  headers,
});

export const html = (status: number, body: string): Answer => ({ status, type: 'text/html; charset=utf-8', body });

/** The plain error page of the web server underneath. */
export const errorHtml = (status: number, title: string, detail: string): Answer =>
  html(
    status,
    `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${detail}</p>\n`,
  );

export const NO_DATABASE = html(
  404,
  '<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the X-Odoo-Database header. -->\n',
);
