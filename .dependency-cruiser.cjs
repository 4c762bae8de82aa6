/** The import rules of the house (ARCHITECTURE.md, "Who may import whom"), checked in CI. */
module.exports = {
  forbidden: [
    {
      name: 'workflows-are-deterministic',
      comment:
        'Workflow code is replayed: it may reach the SDK, the contracts and pure decisions, nothing else.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: '^(workflows/|src/contracts/|src/domain/|node_modules/@temporalio/(workflow|common)/)' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/(domain|contracts)/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Contracts may name domain types and the workflow SDK’s message definitions.',
      severity: 'error',
      from: { path: '^src/contracts/' },
      to: { pathNot: '^(src/contracts/|src/domain/|node_modules/@temporalio/(workflow|common)/)' },
    },
    {
      name: 'api-never-runs-activities',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^(activities|workflows)/' },
    },
    {
      name: 'sandbox-is-a-stand-in',
      comment: 'Only the launcher (and tests) may know that a stand-in exists.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/', pathNot: '^src/(sandbox|cli)/' },
      to: { path: '^src/sandbox/' },
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
