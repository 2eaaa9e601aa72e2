/** The suites of `npm test` in their order: cheap and telling first, so that a mistake shows within seconds. */
import type { Need } from './needs.ts';

export interface Suite {
  readonly name: string;
  /** Completes "proves …" in the listing. */
  readonly proves: string;
  /** A check that is one command; a suite without it is the jest project of its name. */
  readonly command?: readonly string[];
  /** Commands run before: what takes minutes the first time. Their output (addresses and keys) is not shown. */
  readonly prepare?: readonly (readonly string[])[];
  readonly need?: Need;
  /** Test files at the same time; 1 for what owns the machine. */
  readonly workers?: number;
  /** Runs beside the suites after it, its output in one piece at its end: for what waits for disk and network. */
  readonly isBeside?: boolean;
}

const DEBIAN_ELSEWHERE = 'as root on Debian 12';

export const suites: readonly Suite[] = [
  { name: 'types', proves: 'every project compiles', command: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'lint', proves: 'format and lint', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'quick', proves: 'rules, settings, the house' },
  { name: 'adapters', proves: 'journal, Odoo protocols, OPC UA, the simulated plant' },
  { name: 'palette', proves: 'every node inside Node-RED' },
  { name: 'package', proves: 'the built palette, generated files, the start command' },
  // A scenario mostly waits for machines and for Odoo: several files a core keep it busy.
  {
    name: 'flows',
    proves: "the templates' scenarios in a real process",
    workers: 6,
    need: {
      programs: ['mosquitto'],
      packages: ['mosquitto'],
      onlyFor: 'the templates that speak MQTT',
      otherwise: 'with Mosquitto installed',
    },
  },
  {
    name: 'crash',
    proves: 'killed anywhere, nothing lost and nothing twice',
    workers: 2,
    need: { programs: ['mosquitto'], packages: ['mosquitto'], otherwise: 'with Mosquitto installed' },
  },
  {
    name: 'image',
    proves: 'the container image, built and run',
    workers: 1,
    isBeside: true,
    need: {
      rootOnDebian: true,
      mayMount: true,
      packages: ['buildah', 'podman', 'podman-compose', 'runc', 'netavark', 'aardvark-dns', 'iptables', 'debootstrap'],
      otherwise: DEBIAN_ELSEWHERE,
    },
  },
  {
    name: 'foreign',
    proves: 'OPC UA and Modbus servers, an MQTT broker and a mail server of others',
    workers: 2,
    isBeside: true,
    prepare: [['test/foreign/open62541/provision.sh', 'install']],
    need: {
      rootOnDebian: true,
      packages: [
        'debootstrap',
        'python3-pymodbus',
        'python3-serial',
        'python3-serial-asyncio',
        'python3-six',
        'mosquitto',
        'python3-aiosmtpd',
        'python3-attr',
      ],
      otherwise: DEBIAN_ELSEWHERE,
    },
  },
  {
    name: 'browser',
    proves: 'the editor in Chromium',
    workers: 1,
    need: {
      programs: ['chromium'],
      packages: ['chromium'],
      unless: 'CHROMIUM',
      otherwise: 'with CHROMIUM=/path/to/chrome, or with Chromium installed',
    },
  },
  {
    name: 'live',
    proves: 'real Odoo servers, 19 and 14',
    workers: 3,
    prepare: [
      ['test/live/provision.sh', 'up'],
      ['env', 'ODOO_VERSION=14', 'test/live/provision.sh', 'up'],
    ],
    need: {
      rootOnDebian: true,
      packages: ['debootstrap', 'curl'],
      unless: 'ODOO_URL',
      otherwise: `${DEBIAN_ELSEWHERE}, or with ODOO_URL naming a server for tests (see test/live/odoo.ts)`,
    },
  },
];
