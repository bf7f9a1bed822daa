import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Node loads graphql's CommonJS entry everywhere; Vite would load its ES modules beside it, as a second realm.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**'],
    // Vitest would give up after one second, which says nothing about what is waited for.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
