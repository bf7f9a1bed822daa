import { describe, expect, test } from 'vitest'
import { type KeyState, keyStates } from '../../src/keys/handle.ts'
import {
  type LifecycleAct,
  lifecycleActs,
  lifecycleChanges,
  requireUsagePeriod,
} from '../../src/policy/key-lifecycle.ts'
import { keyStateTransitions, type SuspendedFrom } from '../../src/registry/key.ts'

const noon = new Date('2026-11-22T12:00:00.000Z')
const before = new Date(noon.getTime() - 1)

interface Facts {
  readonly suspendedFrom?: SuspendedFrom
  readonly usageEndsAt?: Date
  readonly destroyAt?: Date
}

function actOn(state: KeyState, act: LifecycleAct, facts: Facts = {}): KeyState | 'refused' | 'stays' {
  const one = {
    version: 1,
    state,
    suspendedFrom: state === 'suspended' ? (facts.suspendedFrom ?? 'active') : null,
    usageEndsAt: facts.usageEndsAt ?? null,
  }
  try {
    const changes = lifecycleChanges({ destroyAt: facts.destroyAt ?? null, versions: [one] }, act, noon)
    return changes[0]?.to ?? 'stays'
  } catch (error) {
    expect(error).toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    return 'refused'
  }
}

// Written by hand from SP 800-57 Part 1 Rev. 5 §7 and the words of the schema, not from the code.
const table: Readonly<Record<LifecycleAct, Readonly<Record<KeyState, KeyState | 'refused' | 'stays'>>>> = {
  disable: {
    pre_activation: 'refused',
    active: 'suspended',
    suspended: 'refused',
    deactivated: 'suspended',
    compromised: 'refused',
    destroyed: 'refused',
  },
  enable: {
    pre_activation: 'refused',
    active: 'refused',
    suspended: 'active',
    deactivated: 'refused',
    compromised: 'refused',
    destroyed: 'refused',
  },
  'schedule-destruction': {
    pre_activation: 'stays',
    active: 'suspended',
    suspended: 'stays',
    deactivated: 'suspended',
    compromised: 'stays',
    destroyed: 'refused',
  },
  'cancel-destruction': everyState('refused'),
  compromise: {
    pre_activation: 'compromised',
    active: 'compromised',
    suspended: 'compromised',
    deactivated: 'compromised',
    compromised: 'refused',
    destroyed: 'refused',
  },
  destroy: everyState('refused'),
  'end-usage': everyState('refused'),
}

function everyState<T>(value: T): Readonly<Record<KeyState, T>> {
  return {
    pre_activation: value,
    active: value,
    suspended: value,
    deactivated: value,
    compromised: value,
    destroyed: value,
  }
}

describe('every act on every state', () => {
  test.each(lifecycleActs.flatMap((act) => keyStates.map((state) => [act, state] as const)))(
    '%s of a version that is %s does what the table says',
    (act, state) => {
      expect(actOn(state, act)).toBe(table[act][state])
    },
  )

  test('makes no transition that SP 800-57 does not have, whatever else is known of the version', () => {
    for (const act of lifecycleActs) {
      for (const state of keyStates) {
        for (const suspendedFrom of ['pre_activation', 'active', 'deactivated'] as const) {
          for (const usageEndsAt of [undefined, noon]) {
            for (const destroyAt of [undefined, noon]) {
              // A key that waits for its destruction has nothing in use: see the test below.
              if (act === 'destroy' && state === 'active') continue
              const facts = {
                suspendedFrom,
                ...(usageEndsAt === undefined ? {} : { usageEndsAt }),
                ...(destroyAt === undefined ? {} : { destroyAt }),
              }
              const to = actOn(state, act, facts)
              if (to !== 'refused' && to !== 'stays') expect(keyStateTransitions[state]).toContain(to)
            }
          }
        }
      }
    }
  })
})

test('a version comes back as what it was, and deactivated when its usage period ended meanwhile', () => {
  expect(actOn('suspended', 'enable', { suspendedFrom: 'deactivated' })).toBe('deactivated')
  expect(actOn('suspended', 'enable', { suspendedFrom: 'active', usageEndsAt: noon })).toBe('deactivated')
  expect(
    actOn('suspended', 'enable', { suspendedFrom: 'active', usageEndsAt: new Date(noon.getTime() + 1) }),
  ).toBe('active')
})

test('a key that waits for its destruction is destroyed when the day has come, and not before', () => {
  for (const state of ['pre_activation', 'suspended', 'deactivated', 'compromised'] as const) {
    expect(actOn(state, 'destroy', { destroyAt: noon })).toBe('destroyed')
    expect(actOn(state, 'destroy', { destroyAt: new Date(noon.getTime() + 1) })).toBe('refused')
  }
})

test('while a key waits, it can be compromised and kept, and nothing else', () => {
  for (const act of ['disable', 'enable', 'schedule-destruction'] as const) {
    expect(actOn('suspended', act, { destroyAt: noon })).toBe('refused')
  }
  expect(actOn('suspended', 'cancel-destruction', { destroyAt: noon })).toBe('stays')
  expect(actOn('suspended', 'compromise', { destroyAt: noon })).toBe('compromised')
})

test('a usage period ends at its moment and not before', () => {
  expect(actOn('active', 'end-usage', { usageEndsAt: noon })).toBe('deactivated')
  expect(actOn('active', 'end-usage', { usageEndsAt: new Date(noon.getTime() + 1) })).toBe('refused')
  const key = (usageEndsAt: Date | null) => ({
    identity: {
      unitId: 'unit',
      keyId: 'key',
      version: 3,
      purpose: 'sign-raw' as const,
      algorithm: 'ed25519' as const,
      provider: 'memory' as const,
      attributes: [],
    },
    unitKey: { unitId: 'unit', wrapped: new Uint8Array(1) },
    wrapped: new Uint8Array(1),
    publicKey: new Uint8Array(1),
    limits: { usageEndsAt, usage: null },
  })
  expect(() => requireUsagePeriod(key(noon), before)).not.toThrow()
  expect(() => requireUsagePeriod(key(null), noon)).not.toThrow()
  expect(() => requireUsagePeriod(key(noon), noon)).toThrow(
    'the usage period of version 3 of the key ended on 2026-11-22T12:00:00.000Z: rotate it',
  )
})

test('compromise of one version leaves the others as they are', () => {
  const versions = [1, 2].map((version) => ({
    version,
    state: version === 2 ? ('active' as const) : ('deactivated' as const),
    suspendedFrom: null,
    usageEndsAt: null,
  }))
  expect(lifecycleChanges({ destroyAt: null, versions }, 'compromise', noon, [1])).toEqual([
    { version: 1, from: 'deactivated', to: 'compromised' },
  ])
  expect(() => lifecycleChanges({ destroyAt: null, versions }, 'compromise', noon, [3])).toThrow(
    'no such version of the key could still be compromised',
  )
})
