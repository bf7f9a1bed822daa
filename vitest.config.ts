// How the tests run: most files one after the other in the same few processes, some in a process of their own.

import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/**
 * A file that replaces modules, functions or settings would do so for those that come after it, and one that measures
 * memory or time of the processor would measure what came before it.
 */
const leavesOrFindsTraces = /\bvi\.(mock|spyOn|stub|useFake)|processorTime|cpuUsage|memoryUsage/

const everything = globSync('test/**/*.test.ts', { exclude: ['test/interop/**'] })
const apart = everything.filter((file) => leavesOrFindsTraces.test(readFileSync(file, 'utf8')))

export default defineConfig({
  // Node loads graphql's CommonJS entry everywhere; Vite would load its ES modules beside it, as a second realm.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Vitest would give up after one second, which says nothing about what is waited for.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Hundreds of modules are loaded, and the embedded database is compiled, once in each process. What a file opens it
      // closes, and its database and folders are its own, so that none sees what another did.
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**', ...apart],
          isolate: false,
          // One more than the two cores of the smallest machine: many of them wait for processes and for time to pass.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
