/** Requests to the runtime with the editor's login; a refusal becomes a sentence. */
import { query } from '../globals.ts';
import { say } from './words.ts';

/** What the runtime did not do, in words; `findings` are there when Odoo was asked. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  constructor(status: number, text: string, body: Readonly<Record<string, unknown>>) {
    super(text);
    this.status = status;
    this.body = body;
  }
}

const BASE = 'plantwire/dead-letters';

export const get = <T>(path: string, data: Readonly<Record<string, string>> = {}): Promise<T> =>
  request<T>({ url: `${BASE}${path}`, data, dataType: 'json', cache: false });

export const post = <T>(path: string, body: object): Promise<T> =>
  request<T>({
    url: `${BASE}${path}`,
    type: 'POST',
    contentType: 'application/json',
    dataType: 'json',
    data: JSON.stringify(body),
  });

function request<T>(options: Record<string, unknown>): Promise<T> {
  return new Promise((resolve, reject) => {
    query
      .ajax(options)
      .done((data) => resolve(data as T))
      .fail((failed) => {
        const body = (failed.responseJSON ?? {}) as Readonly<Record<string, unknown>>;
        const text = body['text'];
        const why = failed.status === 401 || failed.status === 403 ? say('forbidden') : say('unreachable');
        reject(new Refused(failed.status, typeof text === 'string' ? text : why, body));
      });
  });
}

export const wordsOf = (trouble: unknown): string => (trouble instanceof Error ? trouble.message : String(trouble));
