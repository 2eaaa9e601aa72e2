/** Reads and browses in a session, for pickers and checks. */
import { AttributeIds, BrowseDirection, type ClientSession, NodeClass } from 'node-opcua-client';
import type { BrowseEntry } from '../../domain/plant/tag-feed.ts';
import type { Sample } from '../../domain/ports.ts';
import { toSample } from './values.ts';

const OBJECTS_FOLDER = 'ns=0;i=85';
/** A picker shows a page, not a plant. */
const MAX_ENTRIES = 2_000;

export async function readTags(session: ClientSession, tags: readonly string[]): Promise<readonly Sample[]> {
  const values = await session.read(
    tags.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
    0,
  );
  return tags.flatMap((tag, index) => {
    const value = values[index];
    return value ? [toSample(tag, value)] : [];
  });
}

export async function browseTags(session: ClientSession, tag?: string): Promise<readonly BrowseEntry[]> {
  const found = [];
  let result = await session.browse({
    nodeId: tag ?? OBJECTS_FOLDER,
    browseDirection: BrowseDirection.Forward,
    referenceTypeId: 'HierarchicalReferences',
    includeSubtypes: true,
    nodeClassMask: NodeClass.Object | NodeClass.Variable,
    resultMask: 63,
  });
  found.push(...(result.references ?? []));
  while (result.continuationPoint?.length && found.length < MAX_ENTRIES) {
    result = await session.browseNext(result.continuationPoint, false);
    found.push(...(result.references ?? []));
  }
  return found.map((reference): BrowseEntry => {
    const name = reference.displayName.text ?? reference.browseName.name ?? '';
    const kind = reference.nodeClass === NodeClass.Variable ? 'tag' : 'folder';
    return { tag: reference.nodeId.toString(), name, kind };
  });
}

const SERVER = 'ns=0;i=2253';
/** Folders that a search for notifiers opens. */
const MAX_OPENED = 60;
const SUBSCRIBES_TO_EVENTS = 1;

/** The server, what stands in its tree of notifiers, and objects two levels below the folder of objects. */
export async function browseNotifiers(session: ClientSession): Promise<readonly BrowseEntry[]> {
  const found = new Map<string, string>([[SERVER, 'Server']]);
  const open: [string, number][] = [[OBJECTS_FOLDER, 0]];
  for (const [folder, depth] of open) {
    const below = (await browseTags(session, folder)).filter(({ tag, kind }) => kind === 'folder' && tag !== SERVER);
    if (below.length === 0) continue;
    const bits = await session.read(below.map(({ tag }) => ({ nodeId: tag, attributeId: AttributeIds.EventNotifier })));
    below.forEach(({ tag, name }, index) => {
      if (((bits[index]?.value?.value as number | undefined) ?? 0) & SUBSCRIBES_TO_EVENTS) found.set(tag, name);
      if (depth < 1 && open.length < MAX_OPENED) open.push([tag, depth + 1]);
    });
  }
  return [...found].map(([tag, name]): BrowseEntry => ({ tag, name, kind: 'folder' }));
}
