/**
 * Certificates of one OPC UA endpoint in a folder of our own: our key and certificate, and which server certificates are
 * trusted. `firstUse` trusts what a server shows first and refuses another one later, until a person trusts that too.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';

export type Trust = 'firstUse' | 'listed';

/** Keys are server addresses, values SHA-1 thumbprints as servers show them. */
type Known = Readonly<Record<string, string>>;

/** Folders whose locks of an earlier process are gone. */
const unlocked = new Map<string, Promise<void>>();

export async function openStore(folder: string, trust: Trust): Promise<OPCUACertificateManager> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const free = unlocked.get(folder) ?? removeLocks(folder);
  unlocked.set(folder, free);
  await free;
  const store = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: trust === 'firstUse',
    disableFileWatchers: true,
  });
  await store.initialize();
  return store;
}

/** The library's locks outlive a process that is killed, and the next one would wait minutes for them. */
async function removeLocks(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const locks = entries.filter((entry) => entry.isDirectory() && entry.name.endsWith('.lock'));
  await Promise.all(locks.map((lock) => rm(path.join(lock.parentPath, lock.name), { recursive: true, force: true })));
}

export function thumbprint(certificate: Uint8Array): string {
  return createHash('sha1').update(certificate).digest('hex').toUpperCase();
}

/** True when the certificate is the one this address showed before; remembers it when it is the first. */
export async function isKnownServer(folder: string, url: string, certificate: Uint8Array): Promise<boolean> {
  const known = await readKnown(folder);
  const shown = thumbprint(certificate);
  if (known[url] === undefined) await remember(folder, url, shown);
  return (known[url] ?? shown) === shown;
}

/** A person compared the thumbprint and trusts the server from now on. */
export async function trustServer(folder: string, url: string, certificate: Uint8Array): Promise<void> {
  const store = await openStore(folder, 'listed');
  await store.trustCertificate(Buffer.from(certificate));
  await store.dispose();
  await remember(folder, url, thumbprint(certificate));
}

async function remember(folder: string, url: string, print: string): Promise<void> {
  const file = fileOf(folder);
  const next = { ...(await readKnown(folder)), [url]: print };
  await writeFile(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

async function readKnown(folder: string): Promise<Known> {
  try {
    return JSON.parse(await readFile(fileOf(folder), 'utf8')) as Known;
  } catch {
    return {};
  }
}

const fileOf = (folder: string): string => path.join(folder, 'servers.json');
