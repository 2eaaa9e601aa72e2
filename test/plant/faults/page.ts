/** The pages an intermediary answers with, and a pause. */
import { type ServerResponse, STATUS_CODES } from 'node:http';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function errorPage(response: ServerResponse, status: number): void {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
  response.end(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`);
}

/** A sign-in page, as a captive portal or a wrong address answers. */
export function htmlPage(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
  response.end('<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>\n');
}
