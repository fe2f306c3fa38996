import { defineConfig, globalIgnores } from 'eslint/config'
import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTypescript from 'eslint-config-next/typescript'

/** Imports point one way: app -> components, lib -> outside. `packages/local-neon` is a house of its own. */
const zones = [
  { target: './components', from: './app', message: 'components know nothing of app.' },
  {
    target: './lib',
    from: ['./app', './components'],
    message: 'lib knows nothing of app or components.',
  },
  {
    target: './lib/server',
    from: './lib',
    except: ['./server', './error-digest.ts'],
    message: 'lib/server is what the rest of lib stands on.',
  },
  {
    target: './lib/db',
    from: ['./lib/auth', './lib/posts', './lib/rate-limit'],
    message: 'The database knows no noun and no session.',
  },
  {
    target: './components/ui',
    from: './lib',
    except: ['./cn.ts', './time.ts'],
    message: 'Building blocks know no noun of ours.',
  },
  {
    target: ['./app', './components', './proxy.ts', './lib/!(auth)/**'],
    from: './lib/auth/upstream',
    message: 'Call Neon Auth through `auth` of lib/auth/server.ts.',
  },
  {
    target: ['./app', './components', './lib', './proxy.ts'],
    from: ['./bench', './packages', './scripts', './tests'],
    message: 'The app does not know its local Neon, bench, scripts or tests.',
  },
  {
    target: './packages',
    from: ['./app', './bench', './components', './lib', './scripts', './tests', './proxy.ts'],
    message: 'A package imports nothing of the app.',
  },
]

export default defineConfig([
  globalIgnores([
    '**/.next/**',
    'packages/*/dist/**',
    '**/next-env.d.ts',
    '.local-neon/**',
    'playwright-report/**',
    'test-results/**',
    'test-reports/**',
  ]),
  ...nextVitals,
  ...nextTypescript,
  {
    rules: {
      'import/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'import/no-anonymous-default-export': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
    },
  },
  {
    files: ['{app,components,lib}/**/*.{ts,tsx}', 'proxy.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['{app,components}/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: 'next/link', message: 'Use components/link.tsx: a plain link, followed softly.' },
        {
          name: 'next/form',
          message: 'Use <form data-soft="">: see components/soft-navigation.tsx.',
        },
      ],
    },
  },
  {
    files: ['{bench,scripts,tests}/**'],
    // It builds the package.
    ignores: ['scripts/support/register.mjs'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/packages/**'], message: 'Import its public entry, `local-neon`.' },
          ],
        },
      ],
    },
  },
  // The one place that writes to the log.
  { files: ['lib/server/log.ts', 'instrumentation-node.ts'], rules: { 'no-console': 'off' } },
  // Playwright's fixtures call their `use` argument; it is no React hook.
  { files: ['tests/e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
])
