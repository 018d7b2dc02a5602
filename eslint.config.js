import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const forbidden = [
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: 'Program > VariableDeclaration[kind="let"]', message: 'No module-level mutable state.' },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.cache/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off',
      'no-control-regex': 'off',
      'no-console': 'error',
      'max-lines': ['error', 400],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      complexity: ['error', 15],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...forbidden],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', '**/*.contract.ts', '**/test/**', '**/*.tsx', 'bench/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Tests may hold what each case sets up anew.
    files: ['**/*.test.{ts,tsx}', '**/*.contract.ts', '**/test/**'],
    rules: { 'no-restricted-syntax': ['error', ...forbidden.slice(0, 2)] },
  },
  {
    files: ['**/vite.config.ts', '**/vitest*.config.ts', 'eslint.config.js', '.dependency-cruiser.cjs'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // The tenant stays in the address: features move by what src/tenant offers.
    files: ['apps/web/src/**'],
    ignores: ['apps/web/src/tenant/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'react-router',
          importNames: ['Link', 'NavLink', 'useNavigate', 'useSearchParams'],
          message: 'Use Link, NavLink, useGo and usePageParameters of src/tenant, which keep the tenant.',
        },
      ],
    },
  },
  {
    files: ['apps/server/src/terminal.ts', 'bench/**', 'conformance/**', 'tools/**'],
    rules: { 'no-console': 'off' },
  },
);
