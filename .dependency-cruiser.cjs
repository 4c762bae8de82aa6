/** The import rules (ARCHITECTURE.md, "Who may import whom"), checked by `npm run lint:imports`. */
module.exports = {
  forbidden: [
    {
      name: 'workflows-are-deterministic',
      comment: 'Workflow code is replayed: it may import the SDK, contracts and domain, nothing else.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: '^(workflows/|src/contracts/|src/domain/|node_modules/@temporalio/(workflow|common)/)' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain decides. It knows neither the wire formats nor any library.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Contracts may use domain types and the workflow SDK’s message definitions.',
      severity: 'error',
      from: { path: '^src/contracts/' },
      to: { pathNot: '^(src/contracts/|src/domain/|node_modules/@temporalio/(workflow|common)/)' },
    },
    {
      name: 'api-runs-no-activities',
      comment: 'The API sends commands to workflows; side effects happen in workers.',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^(activities|workflows)/' },
    },
    {
      name: 'odoo-does-not-know-our-database',
      severity: 'error',
      from: { path: '^src/odoo/' },
      to: { path: '^src/store/' },
    },
    {
      name: 'store-knows-no-feature',
      comment: 'Features use the store, never the other way round.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/(certificates|mail|api)/' },
    },
    {
      name: 'only-the-launcher-knows-the-sandbox',
      comment: 'The production image contains neither the sandbox nor the launcher.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/', pathNot: '^src/cli/launcher/' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'only-the-command-line-knows-the-launcher',
      comment: 'program.ts loads it where it exists.',
      severity: 'error',
      from: { path: '^(src|workflows|activities|sandbox)/', pathNot: '^src/cli/(launcher/|program\\.ts$)' },
      to: { path: '^src/cli/launcher/' },
    },
    {
      name: 'sandbox-does-not-know-the-command-line',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'The production image is installed with --omit=dev.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/', pathNot: '^src/cli/launcher/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
