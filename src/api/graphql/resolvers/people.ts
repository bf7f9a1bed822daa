// People, and what they and programs were given.

import { breakGlass } from '../../../operations/break-glass.ts'
import { createPerson } from '../../../operations/create-person.ts'
import { readPasskeys, readPerson, readSessions } from '../../../operations/devices.ts'
import { disablePerson } from '../../../operations/disable-person.ts'
import { grant } from '../../../operations/grant.ts'
import { readSubjects } from '../../../operations/link-subject.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readGrants, readPeople } from '../../../operations/read.ts'
import { revokeGrant } from '../../../operations/revoke-grant.ts'
import { viewer } from '../../../operations/viewer.ts'
import type { GrantHolder } from '../../../registry/grant.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  GrantHolderInput,
  GrantInput,
  GrantResolvers,
  HeldGrantResolvers,
  MutationResolvers,
  PersonResolvers,
  QueryResolvers,
  ViewerResolvers,
} from '../schema.generated.ts'

export const peopleQueries = {
  viewer: (_, __, { deps, call }) => viewer(deps, call),
  person: async (_, { name }, { deps, call }) => (await readPerson(deps, call, name)) ?? null,
  people: async (_, page, { deps, call }) =>
    connectionOf(await readPeople(deps, call, pageRequest(page)), ({ createdAt, id }) => ({
      at: createdAt,
      id,
    })),
} satisfies QueryResolvers

export const peopleMutations = {
  createPerson: async (_, { input }, { deps, call }) => ({ person: await createPerson(deps, call, input) }),
  disablePerson: async (_, { input }, { deps, call }) => ({
    person: await disablePerson(deps, call, requireGlobalId('Person', input.personId)),
  }),
  grant: async (_, { input }, { deps, call }) => ({
    grant: await grant(deps, call, grantFrom(input)),
  }),
  revokeGrant: async (_, { input }, { deps, call }) => ({
    grant: await revokeGrant(deps, call, requireGlobalId('Grant', input.grantId)),
  }),
  breakGlass: async (_, { input }, { deps, call }) => ({
    grant: await breakGlass(deps, call, { ...input, grantId: requireGlobalId('Grant', input.grantId) }),
  }),
} satisfies MutationResolvers

export const Viewer: ViewerResolvers = {
  id: ({ kind, id }) => encodeGlobalId(kind === 'person' ? 'Person' : 'Application', id),
  unit: ({ unitPath }) => unitPath,
  passkeys: ({ kind, id }, _, { deps, call }) => (kind === 'person' ? readPasskeys(deps, call, id) : []),
  sessions: ({ kind, id }, _, { deps, call }) => (kind === 'person' ? readSessions(deps, call, id) : []),
}

export const HeldGrant: HeldGrantResolvers = {
  id: ({ grantId }) => (grantId === null ? null : encodeGlobalId('Grant', grantId)),
  unit: ({ unitPath }) => unitPath,
  keyId: ({ keyId }) => (keyId === null ? null : encodeGlobalId('Key', keyId)),
}

export const Person: PersonResolvers = {
  id: ({ id }) => encodeGlobalId('Person', id),
  unit: ({ unitPath }) => unitPath,
  grants: ({ id }, _, { deps, call }) => readGrants(deps, call, { personId: id }),
  passkeys: ({ id }, _, { deps, call }) => readPasskeys(deps, call, id),
  subjects: ({ id }, _, { deps, call }) => readSubjects(deps, call, id),
  sessions: ({ id }, _, { deps, call }) => readSessions(deps, call, id),
}

export const Grant: GrantResolvers = {
  id: ({ id }) => encodeGlobalId('Grant', id),
  personId: ({ holder }) => ('personId' in holder ? encodeGlobalId('Person', holder.personId) : null),
  applicationId: ({ holder }) =>
    'applicationId' in holder ? encodeGlobalId('Application', holder.applicationId) : null,
  unit: ({ unitPath }) => unitPath,
  keyId: ({ keyId }) => (keyId === null ? null : encodeGlobalId('Key', keyId)),
  handedOnFrom: ({ delegatedFrom }) =>
    delegatedFrom === null ? null : encodeGlobalId('Grant', delegatedFrom),
}

/** @throws ServiceError `INVALID_ARGUMENT` for identifiers of other types. */
export function grantFrom(input: GrantInput) {
  return {
    ...input,
    holder: holderFrom(input.holder),
    handedOnFrom: input.handedOnFrom == null ? null : requireGlobalId('Grant', input.handedOnFrom),
  }
}

function holderFrom({ personId, applicationId }: GrantHolderInput): GrantHolder {
  if (personId != null) return { personId: requireGlobalId('Person', personId) }
  return { applicationId: requireGlobalId('Application', applicationId ?? '') }
}
