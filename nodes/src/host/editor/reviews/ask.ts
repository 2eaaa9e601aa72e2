/** Requests about decisions. */
import { requests } from '../ask.ts';

export const { get, post } = requests('plantwire/reviews');
