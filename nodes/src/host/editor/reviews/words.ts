/** Words of the decisions. */
import { catalogue } from '../words.ts';

export const { say, known } = catalogue('reviews');

/** Approve and decline in the language of the editor; further choices are the plant's own words. */
export const choiceTitle = (choice: string): string =>
  choice === 'approve' || choice === 'decline' ? say(`choice.${choice}`) : choice;
