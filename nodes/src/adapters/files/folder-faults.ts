/** What the file system said about a folder → a failure with its next step. */
import type { Failure } from '../../domain/failure.ts';

/** What the system calls it, such as `ENOSPC`. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export function unusable(on: string, error: unknown): Failure {
  const code = codeOf(error);
  const isRight = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  return {
    code: isRight ? 'folder-forbidden' : 'folder-unusable',
    class: 'transient',
    attempted: 'use the pick-up folder',
    on,
    reason: isRight ? 'this appliance may not write here' : 'it cannot be read or written',
    nextStep: 'Check that the folder exists, is mounted, and that the appliance may read, create and rename in it.',
    ...(code === '' ? {} : { cause: code }),
  };
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const GONE = ['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'EHOSTDOWN', 'ENOTCONN'];
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS'];

/** The same for a folder in which files are left: what is missing there is a matter of the folder, never of the message. */
export function undroppable(on: string, error: unknown): Failure {
  const code = codeOf(error);
  const failure = { attempted: 'leave a file', on, ...(code === '' ? {} : { cause: code }) };
  if (FULL.includes(code)) {
    const nextStep = 'Make room there, or have the other system fetch its files; it is tried again.';
    return { ...failure, code: 'folder-full', class: 'transient', reason: 'the disk is full', nextStep };
  }
  if (GONE.includes(code)) {
    const nextStep = 'Mount or create the folder; it is tried again.';
    return { ...failure, code: 'folder-gone', class: 'transient', reason: 'the folder is not there', nextStep };
  }
  if (FORBIDDEN.includes(code)) {
    const nextStep = 'Give the user of the appliance the right to create and rename files in the folder.';
    const reason = 'this appliance may not write here';
    return { ...failure, code: 'folder-forbidden', class: 'authorisation', reason, nextStep };
  }
  if (code === 'EEXIST') {
    const nextStep = 'Wait until it is fetched, or choose names that are unique; it is tried again.';
    return {
      ...failure,
      code: 'file-exists',
      class: 'conflict',
      reason: 'a file of that name appeared there',
      nextStep,
    };
  }
  if (code === 'ENAMETOOLONG') {
    const nextStep = 'Choose a shorter file name in the node, then replay the message.';
    return { ...failure, code: 'file-name-too-long', class: 'data', reason: 'its name is too long', nextStep };
  }
  const nextStep = 'Check the folder and its disk; it is tried again.';
  return { ...failure, code: 'folder-unusable', class: 'transient', reason: 'it cannot be read or written', nextStep };
}
