/** What is in the sidebar tabs: a file of its own, loaded when somebody looks at one. */
import { crosswalkList } from './crosswalk/list.ts';
import { letterList } from './letters/list.ts';
import { reviewList } from './reviews/list.ts';

export const lists = { letters: letterList, reviews: reviewList, crosswalk: crosswalkList };
