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
    files: ['apps/server/src/terminal.ts', 'bench/**', 'conformance/**', 'tools/**'],
    rules: { 'no-console': 'off' },
  },
);
