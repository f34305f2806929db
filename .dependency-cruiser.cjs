const folders = ['contract', 'core', 'electron', 'headless', 'renderer', 'tests', 'bench', 'scripts'];
function folder(name) {
  return `^${name}/`;
}

/** Unit tests, what only they use, and how a host is bundled. */
const test = '(\\.test\\.tsx?$|/testing/|vite\\.config\\.ts$)';

function allBut(...names) {
  return `^(${folders.filter((name) => !names.includes(name)).join('|')})/`;
}

function ours(from, ...to) {
  return {
    name: `${from} imports only ${[...to, 'libraries'].join(', ')}`,
    severity: 'error',
    from: { path: folder(from), pathNot: test },
    to: { path: allBut(from, ...to) },
  };
}

/** Who may import whom; a unit test beside the code may use anything. */
module.exports = {
  forbidden: [
    {
      name: 'contract imports only zod and oRPC',
      severity: 'error',
      from: { path: folder('contract'), pathNot: test },
      to: { pathNot: '^contract/|node_modules/(zod|@orpc/(contract|server)|icu-minify|@schummar/icu-type-parser)/' },
    },
    {
      name: 'contract/derived needs types of the contract only',
      severity: 'error',
      from: { path: '^contract/derived/', pathNot: test },
      to: { path: '^contract/', pathNot: '^contract/derived/', dependencyTypesNot: ['type-only'] },
    },
    ours('core', 'contract'),
    ours('electron', 'core', 'contract'),
    ours('headless', 'core', 'contract'),
    ours('renderer', 'contract'),
    {
      name: 'renderer imports types only from contract, and values from contract/derived',
      severity: 'error',
      from: { path: folder('renderer'), pathNot: test },
      to: { path: folder('contract'), pathNot: '^contract/derived/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only tests import what is for tests',
      severity: 'error',
      from: { pathNot: `^(tests|bench)/|${test}` },
      to: { path: `^tests/|${test}` },
    },
    {
      name: 'only electron/ imports electron',
      severity: 'error',
      from: { pathNot: '^(electron|tests/electron)/' },
      to: { path: 'node_modules/(electron|electron-store)/' },
    },
    // Types alone may point back: they are gone when the code runs.
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'every import is found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
