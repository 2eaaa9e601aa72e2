/** Requests to the runtime with the editor's login; a refusal becomes a sentence. */
import { query } from './globals.ts';
import { say } from './words.ts';

/** What the runtime did not do, in words; `body` is its whole answer. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  constructor(status: number, text: string, body: Readonly<Record<string, unknown>>) {
    super(text);
    this.status = status;
    this.body = body;
  }
}

export interface Requests {
  get<T>(path: string, data?: Readonly<Record<string, string>>): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  /** Text as it is, such as a file. */
  read(path: string): Promise<string>;
  /** A file as it is. */
  send<T>(path: string, file: Blob, contentType: string): Promise<T>;
}

/** Whoever may read asks; whoever may write decides. */
export const requests = (base: string): Requests => ({
  get: (path, data = {}) => request({ url: `${base}${path}`, data, dataType: 'json', cache: false }, 'plantwire.read'),
  post: (path, body) =>
    request(
      {
        url: `${base}${path}`,
        type: 'POST',
        contentType: 'application/json',
        dataType: 'json',
        data: JSON.stringify(body),
      },
      'plantwire.write',
    ),
  read: (path) => request({ url: `${base}${path}`, dataType: 'text', cache: false }, 'plantwire.read'),
  send: (path, data, contentType) =>
    request(
      { url: `${base}${path}`, type: 'POST', contentType, dataType: 'json', data, processData: false },
      'plantwire.write',
    ),
});

function request<T>(options: Record<string, unknown>, right: string): Promise<T> {
  return new Promise((resolve, reject) => {
    query
      .ajax(options)
      .done((data) => resolve(data as T))
      .fail((failed) => {
        const body = (failed.responseJSON ?? {}) as Readonly<Record<string, unknown>>;
        const text = body['text'];
        const why = failed.status === 401 || failed.status === 403 ? say('forbidden', { right }) : say('unreachable');
        reject(new Refused(failed.status, typeof text === 'string' ? text : why, body));
      });
  });
}

export const wordsOf = (trouble: unknown): string => (trouble instanceof Error ? trouble.message : String(trouble));
