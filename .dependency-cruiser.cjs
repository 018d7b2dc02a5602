const products = 'context-broker|sensor-gateway|monitoring|demo-city|open-data-portal';
const platform = 'http|database|jsonld|design-system';

/** Dependency rules of docs/architecture.md; type imports count (tsPreCompilationDeps). */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      from: { path: '^packages/kernel/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/kernel/src' },
    },
    {
      name: 'platform-imports-only-kernel',
      severity: 'error',
      from: { path: `^packages/(${platform})/src` },
      to: { path: `^packages/(${products})/|^apps/` },
    },
    {
      name: 'products-never-import-each-other',
      severity: 'error',
      from: { path: `^packages/(${products})/` },
      to: { path: `^packages/(${products})/`, pathNot: '^packages/$1/' },
    },
    {
      name: 'packages-never-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'one-public-door',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: ['^$1/$2/', '^packages/[^/]+/src/(index|testing)\\.tsx?$'],
      },
    },
    {
      name: 'no-catch-all-folders',
      severity: 'error',
      from: {},
      to: { path: '/src/(utils|helpers|common|shared|types|constants)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
