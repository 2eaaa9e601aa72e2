/** Plays a day: every intent is first refused as often as is wanted, then posted under strain, then told again. */
import { openBatch } from '../../../../nodes/src/adapters/odoo/batch.ts';
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import type { ErpBench } from '../../erp.ts';
import { keptFor } from '../../kept.ts';
import type { Case, Proof } from '../proof.ts';
import { day, type Stage, type Step } from './day.ts';
import { inTurn } from './exceptions.ts';
import type { Gone } from './missing.ts';
import { poorUser, withdrawn } from './poor-user.ts';
import { again, byFour, insist } from './posted.ts';
import { withoutRecord, withoutRight } from './refused.ts';
import { losing } from './strain.ts';
import { Teller } from './teller.ts';

/** What is asked of the intents of a day; a sample can be told for the first time by one strain alone. */
export interface Plan {
  readonly strain: 'lost' | 'four' | 'none';
  readonly asks: readonly ('right' | 'record' | 'again')[];
  readonly isTried: (gone: Gone) => boolean;
}

export interface Findings {
  readonly kinds: Set<string>;
  /** Kinds of which an answer was lost. */
  readonly lost: Set<string>;
  readonly wrong: Readonly<Record<Case, string[]>>;
}

export type Play = Omit<Stage, 'admin'> & { readonly bench: ErpBench; readonly plan: Plan; readonly proof: Proof };

interface Scene extends Play {
  readonly findings: Findings;
  readonly teller: Teller;
  readonly who: Readonly<Record<Step['who'], Erp>>;
  readonly poor: Erp | undefined;
}

export async function play(wanted: Play): Promise<Findings> {
  const { bench, plan } = wanted;
  const { connect, server } = bench;
  const wrong = { happy: [], again: [], four: [], right: [], record: [], lost: [] };
  const findings: Findings = { kinds: new Set(), lost: new Set(), wrong };
  const nobody = `nobody_${wanted.prefix}`.toLowerCase();
  const scene: Scene = {
    ...{ ...wanted, findings, teller: new Teller(wanted.prefix) },
    poor: plan.asks.includes('right') ? await poorUser(bench, nobody) : undefined,
    who: {
      plant: connect(),
      admin: connect({ login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' }),
    },
  };
  for await (const step of day({ ...wanted, admin: bench.admin })) {
    if (!findings.kinds.has(step.sample.kind)) await refusals(scene, step);
    findings.kinds.add(step.sample.kind);
    await postings(scene, step);
  }
  if (scene.poor) await withdrawn(bench.admin, nobody);
  return findings;
}

async function refusals(scene: Scene, step: Step): Promise<void> {
  const { plan, teller, poor, prefix, bench } = scene;
  const { sample, who } = step;
  const note = noteIn(scene, step);
  if (poor) note('right', await withoutRight(teller, poor, sample));
  if (!plan.asks.includes('record')) return;
  const told = { erp: scene.who[who], posting: postingOf(who, bench), prefix, isTried: plan.isTried };
  const answers = await withoutRecord(teller, sample, told);
  if (answers.length > 0) note('record', ...answers);
}

async function postings(scene: Scene, step: Step): Promise<void> {
  const { plan, teller, findings, bench } = scene;
  const { sample, who } = step;
  const { kind } = sample;
  const note = noteIn(scene, step);
  const intent = teller.intent(sample);
  const posting = postingOf(who, bench);
  const erp = scene.who[who];
  const strained = plan.strain === 'lost' ? losing(erp, bench.wire) : { ...erp, lost: [] };
  const post = () => teller.post(posting(strained), intent, keptFor(erp));
  if (plan.strain === 'four' && (bench.action > 0 || !(kind in inTurn))) note('four', await byFour(post));
  const answer = await insist(post);
  note('happy', answer.ok ? undefined : `${JSON.stringify(answer.failure)} after ${strained.lost.join(', ')}`);
  if (answer.ok && strained.lost.length > 0) {
    findings.lost.add(kind);
    note('lost', undefined);
  }
  if (answer.ok && plan.asks.includes('again')) note('again', await again(teller, intent, erp, posting));
}

type Note = (what: Case, ...faults: readonly (string | undefined)[]) => void;

/** What an administrator posts by calls says nothing about the batch action. */
function noteIn({ findings, proof, bench }: Scene, { sample: { kind }, who }: Step): Note {
  const isOfColumn = bench.action === 0 || who === 'plant';
  return (what, ...faults) => {
    const found = faults.filter((fault) => fault !== undefined);
    findings.wrong[what].push(...found.map((fault) => `${kind}: ${fault}`));
    if (found.length === 0 && isOfColumn) proof.note(kind, what);
  };
}

/** Master data is an administrator's, and always posted by calls. */
const postingOf =
  (who: Step['who'], { action }: ErpBench) =>
  (erp: Erp): Erp =>
    action > 0 && who === 'plant' ? { ...erp, batch: openBatch(erp, action) } : erp;
