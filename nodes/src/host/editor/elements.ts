/** Small pieces of page, made by hand: text is always text, never markup. */

type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child): child is Node | string => child !== undefined));
  return made;
}

export function button(text: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'red-ui-button', ...attributes }, text);
  made.addEventListener('click', press);
  return made;
}

/** A label and its field, tied together for mouse and screen reader. */
export function labelled(text: string, field: HTMLElement): HTMLElement {
  return element('label', {}, element('span', {}, text), field);
}

/** Names and values; values that are not there are left out. */
export function facts(rows: readonly (readonly [name: string, value: Child])[]): HTMLElement {
  const list = element('dl', { class: 'plantwire-facts' });
  for (const [name, value] of rows) {
    if (value !== undefined && value !== '') list.append(element('dt', {}, name), element('dd', {}, value));
  }
  return list;
}

export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

export function notice(look: 'good' | 'warn' | 'bad', text: string, lines: readonly string[] = []): HTMLElement {
  const list = lines.map((line) => element('li', {}, line));
  return element(
    'div',
    { class: `plantwire-notice plantwire-${look}` },
    element('p', {}, text),
    list.length === 0 ? undefined : element('ul', {}, ...list),
  );
}

export const pretty = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));
