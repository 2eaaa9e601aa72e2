// Suites by what they need. `quick` needs nothing; the others say in test/run.ts what they need and when they are left out.
const base = {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  rootDir: __dirname,
  // `canonicalize` is published as an ES module alone; tests run as CommonJS.
  moduleNameMapper: {
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
    '^node-opcua-client$': '<rootDir>/test/support/opcua-client.cjs',
    '^node-opcua-certificate-manager$': '<rootDir>/test/support/opcua-certificates.cjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!canonicalize/)'],
  transform: {
    '/canonicalize/lib/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }],
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
};
const project = (displayName, folders) => ({
  ...base,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});
module.exports = {
  // A crowded machine is no failure: what hangs is found all the same, and what passes does not wait for it.
  testTimeout: 60_000,
  projects: [
    {
      ...project('quick', ['domain', 'host', 'settings']),
      testMatch: ['<rootDir>/test/*.test.ts', '<rootDir>/test/{domain,host,settings}/**/*.test.ts'],
    },
    project('adapters', ['adapters', 'plant', 'contract', 'bench']),
    project('palette', ['palette']),
    project('package', ['package']),
    project('flows', ['flows']),
    project('crash', ['crash']),
    project('foreign', ['foreign']),
    project('browser', ['browser']),
    project('image', ['image']),
    project('live', ['live']),
  ],
};
