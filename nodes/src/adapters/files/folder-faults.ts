/** What the file system said about a folder → a failure with its next step. */
import type { Failure } from '../../domain/failure.ts';

export function unusable(on: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
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
