/** Registers the sidebar tab "Dead letters" and the action that shows it. */
import { query } from '../globals.ts';
import { type LetterList, letterList } from './list.ts';
import { say } from './words.ts';

interface Host {
  readonly plugins: { registerPlugin(id: string, plugin: Record<string, unknown>): void };
  readonly sidebar: { addTab(options: Record<string, unknown>): void; show(id: string): void };
  readonly actions: { add(name: string, action: () => void): void };
}

const ID = 'plantwire-dead-letters';
const AGAIN_MS = 15_000;

export function registerSidebar(): void {
  const host = (window as unknown as { RED: Host }).RED;
  host.plugins.registerPlugin(ID, { type: 'plantwire', onadd: () => addTab(host) });
}

/** Nothing is asked of the runtime before a person looks at the tab for the first time. */
function addTab(host: Host): void {
  let list: LetterList | undefined;
  const content = document.createElement('div');
  content.className = 'plantwire-tab';
  const show = (): void => {
    if (list === undefined) {
      list = letterList();
      content.append(list.view);
      keepFresh(content, list);
    }
    void list.refresh();
  };
  host.sidebar.addTab({
    id: ID,
    label: say('title'),
    name: say('title'),
    iconClass: 'fa fa-envelope-o',
    content: query(content),
    enableOnEdit: false,
    action: 'plantwire:show-dead-letters',
    onchange: show,
  });
  host.actions.add('plantwire:show-dead-letters', () => host.sidebar.show(ID));
}

/** While it is seen, at its first page, and nobody works in it. */
function keepFresh(content: HTMLElement, list: LetterList): void {
  setInterval(() => {
    const isSeen = content.offsetParent !== null && document.visibilityState === 'visible';
    const isUsed = content.contains(document.activeElement) || document.querySelector('.plantwire-tray') !== null;
    const isLong = content.querySelectorAll('.plantwire-letter').length > 100;
    if (isSeen && !isUsed && !isLong) void list.refresh();
  }, AGAIN_MS);
}
