/** Requests about dead letters. */
import { requests } from '../ask.ts';

export const { get, post } = requests('plantwire/dead-letters');
