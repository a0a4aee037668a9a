/** Imports point one way (docs/architecture.md). Types count: a cycle of types makes a module unreadable alone. */
const above = {
  runtime: ['protocol', 'machines', 'services', 'inspector', 'porting', 'cli', 'samples', 'bench', 'test'],
  protocol: ['machines', 'services', 'inspector', 'porting', 'cli', 'samples', 'bench', 'test'],
  machines: ['services', 'inspector', 'porting', 'cli', 'samples', 'bench', 'test'],
  services: ['inspector', 'porting', 'cli', 'samples', 'bench', 'test'],
  inspector: ['porting', 'cli', 'samples', 'bench', 'test'],
  porting: ['cli', 'samples', 'bench', 'test'],
  cli: ['samples', 'bench', 'test'],
};

const downwards = Object.entries(above).map(([folder, forbidden]) => ({
  name: `${folder}-imports-only-downwards`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: `^(${forbidden.join('|')})/|^index\\.ts$` },
}));

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...downwards,
    {
      name: 'engine-and-machines-run-in-a-browser-too',
      severity: 'error',
      from: { path: '^(runtime|protocol|machines)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'what-the-page-shows-runs-in-a-browser',
      severity: 'error',
      from: { path: '^inspector/(model|charts|page)/' },
      to: {
        path: '^(services|porting|cli|inspector/(server|convert|proxy|bridges))/|^inspector/index\\.ts$',
      },
    },
    {
      name: 'what-the-page-shows-needs-nothing-of-node',
      severity: 'error',
      from: { path: '^inspector/(model|charts|page)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-and-machines-need-no-network-library',
      severity: 'error',
      from: { path: '^(runtime|protocol|machines)/' },
      to: { path: 'node_modules/(ws|debug|commander|tsx)/' },
    },
    {
      name: 'only-protocol-looks-inside-a-secret',
      severity: 'error',
      from: { pathNot: '^(protocol|test/protocol)/' },
      to: { path: '^protocol/secret-access\\.ts$' },
    },
    {
      name: 'only-the-bridge-knows-xstate-4',
      severity: 'error',
      from: { pathNot: '^(inspector/xstate-inspect/|test/inspector/)' },
      to: { path: '^@xstate/inspect$|node_modules/@xstate/inspect/|^inspector/xstate-inspect/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // Installed with the bridge that it belongs to, where this look does not reach.
      to: { couldNotResolve: true, pathNot: '^@xstate/inspect$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(dist|inspector/page-dist|inspector/xstate-inspect/dist|node_modules/.*/node_modules)',
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['pbx-automata-source', 'import', 'node', 'types', 'default'],
    },
  },
};
