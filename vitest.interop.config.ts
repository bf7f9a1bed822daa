// How the tests with real peers run: two files at a time, and by themselves those that judge how long something takes.

import { defineConfig } from 'vitest/config'
import config from './vitest.config.ts'

/** A token and a database that are lost have to be noticed within seconds. */
const judgeTime = ['test/interop/pkcs11-loss.test.ts', 'test/interop/postgres.test.ts']

const { projects: _, ...settings } = config.test ?? {}

export default defineConfig({
  ...config,
  test: {
    ...settings,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'two at a time',
          include: ['test/interop/**/*.test.ts'],
          exclude: judgeTime,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'by themselves', include: judgeTime, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
