// The short-lived memory of the hot path: one load for many who ask, and nothing kept that was forgotten meanwhile.

import { expect, test } from 'vitest'
import { callerId, type KnownCaller } from '../../src/caller.ts'
import { createCaches } from '../../src/operations/caches.ts'

const caller = (applicationId: string): KnownCaller => ({
  kind: 'application',
  applicationId,
  tokenId: 'token',
  unitId: 'unit',
  unitPath: '',
  grants: [],
})

function cacheAt(time: { ms: number }) {
  return createCaches(() => time.ms).callers
}

test('however many ask at once, one loads', async () => {
  const cache = cacheAt({ ms: 0 })
  let loads = 0
  const load = async (): Promise<KnownCaller> => caller(`load ${++loads}`)
  const answers = await Promise.all(Array.from({ length: 64 }, () => cache.remember('a', load)))
  expect(loads).toBe(1)
  expect(new Set(answers).size).toBe(1)
})

test('what is kept is loaded again after two seconds', async () => {
  const time = { ms: 0 }
  const cache = cacheAt(time)
  await cache.remember('a', async () => caller('old'))
  time.ms = 1999
  expect(callerId(await cache.remember('a', async () => caller('new')))).toBe('old')
  time.ms = 2000
  expect(callerId(await cache.remember('a', async () => caller('new')))).toBe('new')
})

test('a failure goes to all who wait and is not kept', async () => {
  const cache = cacheAt({ ms: 0 })
  const load = (): Promise<KnownCaller> => Promise.reject(new Error('away'))
  const outcomes = await Promise.allSettled([cache.remember('a', load), cache.remember('a', load)])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(callerId(await cache.remember('a', async () => caller('back')))).toBe('back')
})

test('what was being loaded when all was forgotten is not kept', async () => {
  const cache = cacheAt({ ms: 0 })
  const old = Promise.withResolvers<KnownCaller>()
  const asked = cache.remember('a', () => old.promise)
  cache.clear()
  const askedAfter = cache.remember('a', async () => caller('new'))
  old.resolve(caller('old'))
  expect(callerId(await asked)).toBe('old')
  expect(callerId(await askedAfter)).toBe('new')
  expect(callerId(await cache.remember('a', async () => caller('newer')))).toBe('new')
})
