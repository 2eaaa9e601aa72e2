/** Requests about the crosswalk; where there are several, that of the chosen node. */
import { requests } from '../ask.ts';

const { get: plain, post: put, read: text, send: upload } = requests('plantwire/crosswalk');
let node = '';

export const choose = (id: string): void => {
  node = id;
};

const at = (path: string, more: Readonly<Record<string, string>> = {}): string =>
  `${path}?${new URLSearchParams(node === '' ? more : { node, ...more })}`;

export const get = <T>(path: string, data: Readonly<Record<string, string>> = {}): Promise<T> => plain(at(path, data));
export const post = <T>(path: string, body: object): Promise<T> => put(at(path), body);
export const read = (path: string): Promise<string> => text(at(path));
export const send = <T>(path: string, file: Blob, more: Readonly<Record<string, string>>): Promise<T> =>
  upload(at(path, more), file, 'text/csv');
