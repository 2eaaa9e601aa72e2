/** One letter in plain words: what was attempted, on what, why it failed, what to do, and how it came here. */
import { element, facts, section } from '../elements.ts';
import { ago, moment } from '../words.ts';
import type { Entry, Letter, Summary } from './model.ts';
import { causeTitle, known, say } from './words.ts';

export function badges(letter: Summary): HTMLElement {
  const marks = [
    letter.state === 'open' ? '' : say(`state.${letter.state}`),
    letter.isLate ? say('late') : '',
    letter.holdsLane ? say('holds') : '',
    letter.inDoubt ? say('doubt') : '',
  ].filter((mark) => mark !== '');
  return element('span', {}, ...marks.map((mark) => element('span', { class: 'plantwire-badge' }, mark)));
}

export function story(letter: Summary): HTMLElement {
  const { failure } = letter;
  const findings = (failure.issues ?? []).map(({ path, rule, value }) =>
    element('li', {}, element('code', {}, path || '/'), ` ${rule}${value === undefined ? '' : ` (${value})`}`),
  );
  return section(
    causeTitle(failure.code),
    badges(letter),
    facts([
      [say('attempted'), failure.attempted],
      [say('on'), failure.on],
      [say('why'), failure.cause ? `${failure.reason} (${failure.cause})` : failure.reason],
      [say('next'), known(`cause.${failure.code}.next`) ?? failure.nextStep],
    ]),
    findings.length === 0 ? undefined : element('ul', { class: 'plantwire-issues' }, ...findings),
  );
}

export function circumstances(letter: Summary): HTMLElement {
  const versions = Object.entries(letter.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  return section(
    say('circumstances'),
    facts([
      [say('order'), letter.lane],
      [say('flow'), letter.flow],
      [say('stage'), letter.stage],
      [say('type'), letter.eventType],
      [say('key'), letter.key],
      [say('queue'), letter.queue],
      [say('attempts'), letter.attempts > 0 ? String(letter.attempts) : undefined],
      [say('since'), `${moment(letter.buriedAt)} (${ago(letter.ageMs)})`],
      [say('owner'), letter.owner ?? known(`owners.${letter.failure.class}`)],
      [say('due'), letter.dueAt === undefined ? undefined : moment(letter.dueAt)],
      [say('versions'), versions.join(', ')],
      [say('code'), letter.failure.code],
    ]),
  );
}

export function trail({ message }: Letter): HTMLElement {
  const steps = message.trail.map(({ at, stage, verdict }) =>
    element('li', {}, element('time', {}, at ? moment(at) : ''), ` ${stage}: `, element('strong', {}, verdict)),
  );
  return section(say('trail'), steps.length === 0 ? say('none') : element('ol', {}, ...steps));
}

export function auditTrail(entries: readonly Entry[]): HTMLElement {
  const rows = entries.map((entry) => {
    const changes = (entry.detail?.changes ?? []).map(({ path, before, after }) =>
      element('li', {}, element('code', {}, path), `: ${JSON.stringify(before)} → ${JSON.stringify(after)}`),
    );
    return element(
      'li',
      {},
      element('time', {}, moment(entry.at)),
      ` ${entry.actor}: `,
      element('strong', {}, say(`action.${entry.action}`)),
      entry.reason === '' ? '' : ` – ${entry.reason}`,
      entry.isIntact ? '' : ` (${say('tampered')})`,
      changes.length === 0 ? undefined : element('ul', {}, ...changes),
    );
  });
  return section(say('audit'), rows.length === 0 ? say('none') : element('ol', { class: 'plantwire-audit' }, ...rows));
}
