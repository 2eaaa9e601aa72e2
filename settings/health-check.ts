/** The image's health check: prints what /health answers, exits 0 when it is well and 1 otherwise. */
import process from 'node:process';
import { processEnvironment } from './environment.ts';
import { askHealth } from './health.ts';
import { findRoot } from './place.ts';

const answer = await askHealth(processEnvironment(findRoot(import.meta.dirname)).environment);
process.stdout.write(`${answer.status ?? 'no answer'} ${answer.body}\n`);
process.exitCode = answer.status === 200 ? 0 : 1;
