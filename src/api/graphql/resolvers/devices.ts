// Passkeys and sessions of people.

import { createEnrolment } from '../../../operations/create-enrolment.ts'
import { sessionFacts } from '../../../operations/devices.ts'
import { revokePasskey, revokeSession } from '../../../operations/revoke-passkey.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type { MutationResolvers, PasskeyResolvers, SessionResolvers } from '../schema.generated.ts'

export const devicesMutations = {
  createEnrolment: async (_, { input }, { deps, call }) => {
    const { code, link, enrolment } = await createEnrolment(deps, call, input.person)
    return { code, link, expiresAt: enrolment.expiresAt }
  },
  revokePasskey: async (_, { input }, { deps, call }) => ({
    passkey: await revokePasskey(deps, call, requireGlobalId('Passkey', input.passkeyId)),
  }),
  revokeSession: async (_, { input }, { deps, call }) => ({
    session: await revokeSession(deps, call, requireGlobalId('Session', input.sessionId)),
  }),
} satisfies MutationResolvers

export const Passkey: PasskeyResolvers = {
  id: ({ id }) => encodeGlobalId('Passkey', id),
}

export const Session: SessionResolvers = {
  id: ({ id }) => encodeGlobalId('Session', id),
  isOpen: (session, _, { deps, call }) => sessionFacts(deps, call, session).isOpen,
  isThisOne: (session, _, { deps, call }) => sessionFacts(deps, call, session).isThisOne,
}
