/**
 * Certificates of one OPC UA endpoint in a folder of our own: our key and certificate, and which server certificates are
 * trusted. `firstUse` trusts what a server shows first and refuses another one later, until a person trusts that too.
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';

export type Trust = 'firstUse' | 'listed';

/** Keys are server addresses, values SHA-1 thumbprints as servers show them. */
type Known = Readonly<Record<string, string>>;

/** Folders in which nothing of a killed process is left. */
const cleared = new Map<string, Promise<void>>();

export async function openStore(folder: string, trust: Trust): Promise<OPCUACertificateManager> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clear = cleared.get(folder) ?? Promise.all([removeLocks(folder), putAsideBroken(folder)]).then(() => undefined);
  cleared.set(folder, clear);
  await clear;
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

/**
 * A process that is killed while it writes its first key or certificate leaves half of one, with which no connection can be
 * made ever again. The library makes what is missing anew; what is broken stays beside it.
 */
async function putAsideBroken(folder: string): Promise<void> {
  const keyFile = path.join(folder, 'own/private/private_key.pem');
  const certificateFile = path.join(folder, 'own/certs/client_certificate.pem');
  const key = await readAs(keyFile, createPrivateKey);
  const certificate = await readAs(certificateFile, (pem) => new X509Certificate(pem));
  if (key === 'broken') await rename(keyFile, `${keyFile}.broken`);
  const isPair = typeof key === 'object' && typeof certificate === 'object' && certificate.checkPrivateKey(key);
  if (certificate !== undefined && !isPair) await rename(certificateFile, `${certificateFile}.broken`);
}

/** Undefined where there is no such file. */
async function readAs<T extends object>(file: string, parse: (pem: Buffer) => T): Promise<T | 'broken' | undefined> {
  const pem = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (pem === undefined) return undefined;
  try {
    return parse(pem);
  } catch {
    return 'broken';
  }
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
