// A hundred thousand random lives of keys, against a model that was written from SP 800-57 §7 and not from the code.

import { expect, test } from 'vitest'
import type { KeyState } from '../../src/keys/handle.ts'
import { type LifecycleAct, lifecycleActs, lifecycleChanges } from '../../src/policy/key-lifecycle.ts'
import { keyStateTransitions, type SuspendedFrom } from '../../src/registry/key.ts'

interface Version {
  readonly version: number
  state: KeyState
  suspendedFrom: SuspendedFrom | null
  usageEndsAt: Date | null
}

const dayMs = 86_400_000
const start = Date.parse('2026-11-22T12:00:00Z')

/** Mulberry32: the same lives in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) % below) | 0
  }
}

/** What one act makes of one version, as a sentence of the standard each. Undefined: nothing. */
function modelled(one: Version, act: LifecycleAct, now: number): KeyState | undefined {
  const ended = one.usageEndsAt !== null && one.usageEndsAt.getTime() <= now
  if (one.state === 'destroyed') return undefined
  if (act === 'destroy') return 'destroyed'
  if (act === 'compromise') return one.state === 'compromised' ? undefined : 'compromised'
  if (act === 'disable' || act === 'schedule-destruction')
    return one.state === 'active' || one.state === 'deactivated' ? 'suspended' : undefined
  if (act === 'enable' && one.state === 'suspended')
    return one.suspendedFrom === 'active' && !ended ? 'active' : 'deactivated'
  if (act === 'end-usage' && one.state === 'active' && ended) return 'deactivated'
  return undefined
}

test('of 100,000 random lives none differs from the model, breaks the table of transitions or has two active versions', () => {
  const random = randomFrom(20_261_126)
  let done = 0
  for (let life = 0; life < 100_000; life++) {
    const versions: Version[] = []
    let destroyAt: Date | null = null
    let now = start
    for (let step = 0; step < 8; step++) {
      now += random(20) * dayMs
      const idle = destroyAt === null && versions.every(({ state }) => state !== 'suspended')
      // Rotation: the next version in place of the active one, where nothing is suspended and nobody wants the key gone.
      if ((versions.length === 0 || random(4) === 0) && idle) {
        for (const one of versions) if (one.state === 'active') one.state = 'deactivated'
        const usageEndsAt = random(2) === 0 ? null : new Date(now + random(60) * dayMs)
        versions.push({ version: versions.length + 1, state: 'active', suspendedFrom: null, usageEndsAt })
        continue
      }
      const act = lifecycleActs[random(lifecycleActs.length)] ?? 'disable'
      const waits = destroyAt !== null
      const expected = versions.flatMap((one) => {
        const to = modelled(one, act, now)
        return to === undefined ? [] : [{ version: one.version, from: one.state, to }]
      })
      const allowed: Readonly<Record<LifecycleAct, boolean>> = {
        disable: !waits && expected.length > 0,
        enable: !waits && expected.length > 0,
        'schedule-destruction': !waits && versions.some(({ state }) => state !== 'destroyed'),
        'cancel-destruction': waits,
        compromise: expected.length > 0,
        destroy: destroyAt !== null && destroyAt.getTime() <= now && expected.length > 0,
        'end-usage': expected.length > 0,
      }
      let changes: ReturnType<typeof lifecycleChanges> | undefined
      try {
        changes = lifecycleChanges({ destroyAt, versions }, act, new Date(now))
      } catch {
        changes = undefined
      }
      if (JSON.stringify(changes) !== JSON.stringify(allowed[act] ? expected : undefined))
        expect([life, step, act, changes]).toEqual([life, step, act, allowed[act] ? expected : undefined])
      if (changes === undefined) continue
      done++
      for (const { version, from, to } of changes) {
        if (!keyStateTransitions[from].includes(to))
          expect([life, step, act, from]).toEqual(['no', 'transition', to])
        const one = versions[version - 1]
        if (one === undefined) throw new Error('a change of a version that is not there')
        one.state = to
        one.suspendedFrom = to === 'suspended' && (from === 'active' || from === 'deactivated') ? from : null
      }
      if (act === 'schedule-destruction') destroyAt = new Date(now + (7 + random(24)) * dayMs)
      if (act === 'cancel-destruction' || act === 'destroy') destroyAt = null
      if (versions.filter(({ state }) => state === 'active').length > 1)
        expect([life, step]).toEqual('one active')
    }
  }
  expect(done).toBeGreaterThan(100_000)
})
