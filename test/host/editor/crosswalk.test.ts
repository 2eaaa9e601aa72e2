/** Words of the crosswalk: every kind of code, status and move has some; how it behaves is proven in the browser. */
import { crosswalkRowSchema } from '../../../nodes/src/domain/site/pack.ts';
import { DOMAINS } from '../../../nodes/src/host/editor/crosswalk/model.ts';
import { catalogues, keys, placeholders, type Words } from '../../support/words.ts';

const both = catalogues<Words & Record<'domain' | 'status' | 'move' | 'done', Words>>('crosswalk');

test('every word is there in both languages, with what is filled in', () => {
  expect(keys(both.de)).toEqual(keys(both.en));
  expect(placeholders(both.de).sort()).toEqual(placeholders(both.en).sort());
});

test('every kind of code and every status of a row is offered and has its words', () => {
  expect(DOMAINS).toEqual(crosswalkRowSchema.shape.domain.options);
  expect(Object.keys(both.en.domain)).toEqual(['label', ...DOMAINS]);
  const statuses = crosswalkRowSchema.shape.status.unwrap().options;
  expect(Object.keys(both.en.status)).toEqual(['label', ...statuses, 'pack']);
  expect(Object.keys(both.en.done)).toEqual(Object.keys(both.en.move));
});
