/** What a partner's own 997 or CONTRL says against the messages that we sent. */
import { branches } from './convert.ts';
import type { Tree } from './message-map.ts';

const isBad = (verdict: string | undefined): boolean => verdict === 'rejected' || verdict === 'partly-accepted';

export function refusalsIn(tree: Tree, type: string): readonly string[] {
  return type === '997' ? from997(tree) : fromContrl(tree);
}

function from997(tree: Tree): readonly string[] {
  const sets = branches(tree, 'sets').filter(({ values }) => isBad(values.verdict));
  const told = sets.map((set) => {
    const places = branches(set, 'segments').map(({ values }) => `${values.tag} (segment ${values.position})`);
    return `${set.values.type} ${set.values.control} was refused${places.length > 0 ? ` for ${places.join(', ')}` : ''}`;
  });
  const { verdict, group, control } = tree.values;
  return told.length === 0 && isBad(verdict) ? [`group ${group} ${control} was refused`] : told;
}

function fromContrl(tree: Tree): readonly string[] {
  const { verdict, control, error } = tree.values;
  if (isBad(verdict)) return [`interchange ${control} was refused${error ? ` (error ${error})` : ''}`];
  return branches(tree, 'messages')
    .filter(({ values }) => isBad(values.verdict))
    .map((message) => {
      const places = branches(message, 'segments').map(({ values }) => `segment ${values.position}`);
      return `${message.values.type} ${message.values.control} was refused${places.length > 0 ? ` for ${places.join(', ')}` : ''}`;
    });
}
