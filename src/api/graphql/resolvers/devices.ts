// What proves people: passkeys, sessions, accounts at the organisation's identity provider.

import { createEnrolment } from '../../../operations/create-enrolment.ts'
import { sessionFacts } from '../../../operations/devices.ts'
import { linkSubject } from '../../../operations/link-subject.ts'
import { revokePasskey } from '../../../operations/revoke-passkey.ts'
import { revokeSession } from '../../../operations/revoke-session.ts'
import { unlinkSubject } from '../../../operations/unlink-subject.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  MutationResolvers,
  OidcSubjectResolvers,
  PasskeyResolvers,
  SessionResolvers,
} from '../schema.generated.ts'

export const devicesMutations = {
  createEnrolment: async (_, { input }, { deps, call }) => {
    const { code, link, enrolment } = await createEnrolment(deps, call, input.person, input.idempotencyKey)
    return { code, link, expiresAt: enrolment.expiresAt }
  },
  linkSubject: async (_, { input }, { deps, call }) => ({ subject: await linkSubject(deps, call, input) }),
  unlinkSubject: async (_, { input }, { deps, call }) => ({
    subject: await unlinkSubject(deps, call, requireGlobalId('OidcSubject', input.subjectId)),
  }),
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

export const OidcSubject: OidcSubjectResolvers = {
  id: ({ id }) => encodeGlobalId('OidcSubject', id),
}
