/** Registers the sidebar tabs and the actions that show them. What is in a tab is loaded when somebody looks at it. */
import { query } from './globals.ts';
import type { lists } from './lists.ts';
import { catalogue, say } from './words.ts';

interface Host {
  readonly plugins: { registerPlugin(id: string, plugin: Record<string, unknown>): void };
  readonly sidebar: { addTab(options: Record<string, unknown>): void; show(id: string): void };
  readonly actions: { add(name: string, action: () => void): void };
}

interface List {
  readonly view: HTMLElement;
  refresh(): Promise<void>;
}

interface Tab {
  readonly id: string;
  readonly icon: string;
  readonly action: string;
  /** Catalogue with its title, and its name in `lists.ts`. */
  readonly part: keyof typeof lists;
}

const TABS: readonly Tab[] = [
  {
    id: 'plantwire-dead-letters',
    icon: 'fa fa-envelope-o',
    action: 'plantwire:show-dead-letters',
    part: 'letters',
  },
  {
    id: 'plantwire-reviews',
    icon: 'fa fa-check-square-o',
    action: 'plantwire:show-decisions',
    part: 'reviews',
  },
  {
    id: 'plantwire-crosswalk',
    icon: 'fa fa-exchange',
    action: 'plantwire:show-crosswalk',
    part: 'crosswalk',
  },
];
/** Node-RED serves what lies in `resources` of a package. */
const LISTS = 'resources/@plantwire/node-red-odoo/lists.js';
const AGAIN_MS = 15_000;

export function registerSidebar(): void {
  const host = (window as unknown as { RED: Host }).RED;
  for (const tab of TABS) host.plugins.registerPlugin(tab.id, { type: 'plantwire', onadd: () => addTab(host, tab) });
}

function addTab(host: Host, tab: Tab): void {
  let list: List | undefined;
  let isLoading = false;
  const content = document.createElement('div');
  content.className = 'plantwire-tab';
  const show = async (): Promise<void> => {
    if (list !== undefined) return list.refresh();
    if (isLoading) return;
    isLoading = true;
    content.textContent = say('loading');
    try {
      list = (await loaded())[tab.part]();
      content.replaceChildren(list.view);
      keepFresh(content, list);
      await list.refresh();
    } catch {
      content.textContent = say('unreachable');
    }
    isLoading = false;
  };
  const title = catalogue(tab.part).say('title');
  host.sidebar.addTab({
    id: tab.id,
    label: title,
    name: title,
    iconClass: tab.icon,
    content: query(content),
    enableOnEdit: false,
    action: tab.action,
    onchange: () => void show(),
  });
  host.actions.add(tab.action, () => host.sidebar.show(tab.id));
}

/** Below the address of the page, wherever an administrator has put the editor. */
async function loaded(): Promise<typeof lists> {
  const module: { lists: typeof lists } = await import(new URL(LISTS, document.baseURI).href);
  return module.lists;
}

/** While it is seen, at its first page, and nobody works in it. */
function keepFresh(content: HTMLElement, list: List): void {
  setInterval(() => {
    const isSeen = content.offsetParent !== null && document.visibilityState === 'visible';
    const isUsed = content.contains(document.activeElement) || document.querySelector('.plantwire-tray') !== null;
    const isLong = content.querySelectorAll('.plantwire-letter').length > 100;
    if (isSeen && !isUsed && !isLong) void list.refresh();
  }, AGAIN_MS);
}
