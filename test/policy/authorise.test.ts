// Who may do what, exhaustively: every role, action, place, key and format against a rule that is written down here anew.

import { expect, test } from 'vitest'
import { type Action, actions, type Call, type HeldGrant, type Role, roles } from '../../src/caller.ts'
import { isServiceError } from '../../src/errors.ts'
import { requireAccess, requireAnywhere } from '../../src/policy/authorise.ts'
import { actionsOf, keyActions, personalActions, roleActions } from '../../src/policy/roles.ts'

const places = ['', 'north', 'north/a', 'north-b', 'south']
const keys = ['key-1', 'key-2']

function held(given: Partial<HeldGrant>): HeldGrant {
  return {
    grantId: 'grant',
    unitId: 'unit',
    unitPath: '',
    actions: [],
    keyId: null,
    formats: null,
    limit: null,
    emergency: false,
    handedOn: false,
    expiresAt: null,
    ...given,
  }
}

function callWith(grants: readonly HeldGrant[]): Call {
  return {
    requestId: 'request',
    caller: { kind: 'person', personId: 'p', sessionId: 's', unitId: 'unit', unitPath: 'home', grants },
  }
}

function outcome(work: () => HeldGrant | null): string {
  try {
    return work() === null ? 'service' : 'allowed'
  } catch (error) {
    if (isServiceError(error)) return error.code
    throw error
  }
}

/** The rule in other words: the place as a list of slugs, not as text. */
function below(path: string, root: string): boolean {
  const [parts, above] = [path.split('/').filter(Boolean), root.split('/').filter(Boolean)]
  return above.every((slug, i) => parts[i] === slug)
}

test('every role at every place, asked for every action at every place', () => {
  let asked = 0
  for (const role of roles) {
    for (const at of places) {
      const call = callWith([held({ unitPath: at, actions: actionsOf(role, null, false) })])
      for (const action of actions) {
        for (const place of places) {
          const expected = !below(place, at)
            ? 'NOT_FOUND'
            : roleActions[role].includes(action)
              ? 'allowed'
              : 'NOT_PERMITTED'
          expect([role, at, action, place, outcome(() => requireAccess(call, action, place))]).toEqual([
            role,
            at,
            action,
            place,
            expected,
          ])
          asked++
        }
      }
    }
  }
  expect(asked).toBe(roles.length * places.length * actions.length * places.length)
})

test('a grant for one key allows its uses with that key and nothing else', () => {
  for (const role of roles) {
    const call = callWith([held({ unitPath: 'north', keyId: 'key-1', actions: actionsOf(role, null, true) })])
    for (const action of actions) {
      for (const keyId of keys) {
        const may = keyId === 'key-1' && keyActions.has(action) && roleActions[role].includes(action)
        expect(
          outcome(() => requireAccess(call, action, 'north', { keyId })),
          `${role} ${action} ${keyId}`,
        ).toBe(may ? 'allowed' : 'NOT_PERMITTED')
      }
      // It shows nothing: what is looked for by an action is not looked for there.
      expect(() => requireAnywhere(call, action)).toThrow(`the caller may not ${action}`)
    }
  }
})

test('a grant for some formats covers these alone', () => {
  const call = callWith([held({ actions: ['sign'], formats: ['PAdES'] })])
  const asked = (format: string | undefined) =>
    outcome(() => requireAccess(call, 'sign', 'north', { keyId: 'key-1', format }))
  expect([asked('PAdES'), asked('CAdES'), asked(undefined)]).toEqual(['allowed', 'NOT_PERMITTED', 'allowed'])
})

test('several grants hold what each of them holds, never a mixture', () => {
  const call = callWith([
    held({ unitPath: 'north', actions: ['read'] }),
    held({ unitPath: 'south', actions: ['sign'] }),
  ])
  const asked = (action: Action, place: string) => outcome(() => requireAccess(call, action, place))
  expect([
    asked('read', 'north'),
    asked('sign', 'north'),
    asked('read', 'south'),
    asked('sign', 'south'),
  ]).toEqual(['allowed', 'NOT_PERMITTED', 'NOT_PERMITTED', 'allowed'])
  expect(asked('read', 'north-b')).toBe('NOT_FOUND')
})

test('what concerns the whole office needs a grant of the whole office', () => {
  const asked = (unitPath: string) =>
    outcome(() => requireAccess(callWith([held({ unitPath, actions: ['audit'] })]), 'audit', undefined))
  expect([asked(''), asked('north')]).toEqual(['allowed', 'NOT_PERMITTED'])
})

test('who shows nothing is told so, and the service itself is not asked', () => {
  for (const action of actions) {
    expect(outcome(() => requireAccess({ requestId: 'r', caller: { kind: 'anonymous' } }, action, ''))).toBe(
      'UNAUTHENTICATED',
    )
    expect(outcome(() => requireAccess({ requestId: 'r', caller: { kind: 'service' } }, action, ''))).toBe(
      'service',
    )
  }
})

test('narrowing takes away and never adds', () => {
  for (const role of roles) {
    for (const action of actions) {
      const narrowed = actionsOf(role, [action], false)
      expect(narrowed).toEqual(roleActions[role].includes(action) ? [action] : [])
    }
  }
})

test('duties are apart: who signs manages nothing, who manages signs nothing, programs approve nothing', () => {
  const holds = (role: Role, some: readonly Action[]) =>
    some.filter((action) => roleActions[role].includes(action))
  const uses: readonly Action[] = [...keyActions]
  expect(holds('officer', uses)).toEqual([])
  expect(holds('signer', ['manage-units', 'manage-keys', 'manage-people', 'approve'])).toEqual([])
  expect(holds('auditor', actions)).toEqual(['read', 'audit'])
  expect(holds('application', [...personalActions])).toEqual([])
})
