import { expect, test } from 'vitest'
import { tokenBuckets } from '../../src/operations/token-buckets.ts'

test('a bucket gives what it holds at once, then an even pace, and never more than it holds', () => {
  let nowMs = 0
  const buckets = tokenBuckets({ capacity: 3, perSecond: 2, nowMs: () => nowMs })
  const takeAll = () => {
    let taken = 0
    while (taken < 100 && buckets.take('a')) taken++
    return taken
  }
  expect(takeAll()).toBe(3)
  nowMs = 499
  expect(takeAll()).toBe(0)
  nowMs = 500
  expect(takeAll()).toBe(1)
  nowMs = 1_000_000
  expect(takeAll()).toBe(3)
})

test('each name has a bucket of its own', () => {
  const buckets = tokenBuckets({ capacity: 1, perSecond: 0.001, nowMs: () => 0 })
  expect([buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([true, true, false])
})

test('memory is bounded: whoever was not heard of for longest is forgotten', () => {
  const buckets = tokenBuckets({ capacity: 1, perSecond: 0.001, nowMs: () => 0 })
  expect(buckets.take('first')).toBe(true)
  for (let i = 0; i < 50_000; i++) buckets.take(`name ${i}`)
  expect(buckets.take('first')).toBe(true)
  expect(buckets.take('name 49999')).toBe(false)
})
