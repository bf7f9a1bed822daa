// What each role holds. A grant may narrow its role, never widen it.

import { type Action, actions, type Role } from '../caller.ts'

export const roleActions: Readonly<Record<Role, readonly Action[]>> = {
  /** Owns the tree, its keys and its people, and decides with a second one. Signs nothing. */
  officer: [
    'read',
    'manage-units',
    'manage-keys',
    'issue-certificates',
    'revoke-certificates',
    'manage-authorities',
    'manage-applications',
    'manage-people',
    'propose',
    'approve',
    'audit',
  ],
  /** Knows who somebody is, and certifies it. */
  registrar: ['read', 'issue-certificates', 'revoke-certificates', 'propose'],
  /** Signs with the unit's keys, and approves exactly these documents. */
  signer: ['read', 'sign', 'timestamp', 'open', 'propose', 'approve-signatures'],
  /** Prepares, seals and sends. */
  clerk: ['read', 'seal', 'timestamp', 'propose'],
  auditor: ['read', 'audit'],
  application: ['read', 'sign', 'sign-raw', 'timestamp', 'encrypt', 'decrypt', 'mac', 'seal', 'open'],
}

/** What a grant for one key can hold: each of these ends in a permit for that key. */
export const keyActions: ReadonlySet<Action> = new Set([
  'sign',
  'sign-raw',
  'encrypt',
  'decrypt',
  'mac',
  'open',
])

/** What only a person decides: a program that could approve would be the second man of whoever has its token. */
export const personalActions: ReadonlySet<Action> = new Set(['approve', 'approve-signatures'])

export const programActions: readonly Action[] = actions.filter((action) => !personalActions.has(action))

/** What a session does that a passkey did not open: it looks, and asks others. What binds the office takes a passkey. */
export const oidcActions: ReadonlySet<Action> = new Set(['read', 'audit', 'propose'])

/** What a grant of `role` holds, for all keys or for one. @param narrowed null: all of the role. */
export function actionsOf(
  role: Role,
  narrowed: readonly Action[] | null,
  forOneKey: boolean,
): readonly Action[] {
  return roleActions[role].filter(
    (action) => (narrowed === null || narrowed.includes(action)) && (!forOneKey || keyActions.has(action)),
  )
}
