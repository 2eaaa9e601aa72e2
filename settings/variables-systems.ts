/** Variables of the systems beside the machines: MES, warehouse and what stands around them. */
import { z } from 'zod';

const httpAddress = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '' && url.username === '';
});

const addressOf = (system: string, host: string, whenMissing: string) => ({
  group: 'Plant',
  meaning: `Address of ${system}, for site packs that name it so.`,
  whenMissing,
  example: `https://${host}.example.com`,
  rule: httpAddress,
  expects: 'an http or https address without user and password in it',
});

const secretOf = (meaning: string, whenMissing: string) => ({
  ...{ group: 'Plant', meaning, whenMissing, example: 'at-least-24-characters-agreed-on' },
  ...{ secret: true as const, rule: z.string().min(24), expects: 'at least 24 characters' },
});

const SIMULATED = 'simulated MES beside a simulated Odoo, or where T-01 is deployed';
const NOBODY = 'simulated quality system beside a simulated Odoo; otherwise nobody is told, and T-17 says so';

export const systems = {
  PLANTWIRE_MES_URL: addressOf('your MES', 'mes', SIMULATED),
  PLANTWIRE_STAGING_URL: addressOf('the system that stages material', 'staging', SIMULATED),
  PLANTWIRE_LABOUR_URL: addressOf('the system that plans labour', 'labour', SIMULATED),
  PLANTWIRE_MES_SECRET: secretOf(
    'Secret by which requests to the MES and its neighbours are signed.',
    'as the node says',
  ),
  PLANTWIRE_MES_KEY: secretOf('Key that the MES shows with its answers and reports.', 'as the HTTP sources say'),
  PLANTWIRE_WMS_URL: addressOf(
    'your warehouse system',
    'wms',
    'simulated warehouse system beside a simulated Odoo, or where T-07 is deployed',
  ),
  PLANTWIRE_WMS_SECRET: secretOf('Secret by which requests to the warehouse system are signed.', 'as the node says'),
  PLANTWIRE_WMS_KEY: secretOf(
    'Key that the warehouse system shows with its scans and reports.',
    'as the HTTP sources say',
  ),
  PLANTWIRE_QMS_URL: addressOf(
    'your quality system',
    'qms',
    'simulated quality system beside a simulated Odoo, or where T-09 or T-10 is deployed',
  ),
  PLANTWIRE_QMS_SECRET: secretOf('Secret that signs what the quality system sends and is told.', 'as the nodes say'),
  PLANTWIRE_QMS_KEY: secretOf('Key that the quality system shows with its decisions.', 'as the HTTP source says'),
  PLANTWIRE_CARRIER_KEY: secretOf("Key that the carriers' gateway shows with milestones.", 'as the HTTP source says'),
  PLANTWIRE_PORTAL_KEY: secretOf('Key that the portal of suppliers shows.', 'as the HTTP source says'),
  PLANTWIRE_FINANCE_KEY: secretOf('Key that finance shows with credit holds.', 'as the HTTP source says'),
  PLANTWIRE_CRM_URL: addressOf(
    'your CRM or shop',
    'crm',
    'simulated CRM beside a simulated Odoo, or where T-21 is deployed',
  ),
  PLANTWIRE_CRM_SECRET: secretOf('Secret that signs the orders of the CRM and the answers to it.', 'as the nodes say'),
  PLANTWIRE_TRACE_URL: addressOf('the system that asks where lots came from and went', 'trace', NOBODY),
  PLANTWIRE_TRACE_SECRET: secretOf('Secret that signs the answers to questions about lots.', 'as the node says'),
  PLANTWIRE_TRACE_KEY: secretOf('Key that is shown with questions about lots.', 'as the HTTP source says'),
  PLANTWIRE_EPCIS_URL: addressOf('your EPCIS repository', 'epcis', NOBODY),
  PLANTWIRE_EPCIS_SECRET: secretOf('Secret that signs what the EPCIS repository is told.', 'as the node says'),
};
