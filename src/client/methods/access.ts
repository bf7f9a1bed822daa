// Methods about people, applications, their grants and what proves them.

import type { AccessMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function accessOf({ send, named }: Pick<Requests, 'send' | 'named'>): AccessMethods {
  return {
    viewer: () => send(operations.viewer, {}),
    person: async (name) => (await send(operations.person, { name })) ?? undefined,
    people: () => everyPage((page) => send(operations.people, page), 500),
    applications: () => everyPage((page) => send(operations.applications, page), 500),
    createApplication: async (input) => (await send(operations.createApplication, named(input))).application,
    issueToken: (input) => send(operations.issueToken, named(input)),
    revokeToken: async (input) => (await send(operations.revokeToken, { input })).token,
    createPerson: async (input) => (await send(operations.createPerson, named(input))).person,
    disablePerson: async (input) => (await send(operations.disablePerson, { input })).person,
    grant: async (input) => (await send(operations.grant, named(input))).grant,
    revokeGrant: async (input) => (await send(operations.revokeGrant, { input })).grant,
    breakGlass: async (input) => (await send(operations.breakGlass, { input })).grant,
    createEnrolment: (input) => send(operations.createEnrolment, named(input)),
    linkSubject: async (input) => (await send(operations.linkSubject, named(input))).subject,
    unlinkSubject: async (input) => (await send(operations.unlinkSubject, { input })).subject,
    trustWorkload: async (input) => (await send(operations.trustWorkload, named(input))).trust,
    distrustWorkload: async (input) => (await send(operations.distrustWorkload, { input })).trust,
    bindCertificate: async (input) => (await send(operations.bindCertificate, named(input))).token,
    revokePasskey: async (input) => (await send(operations.revokePasskey, { input })).passkey,
    revokeSession: async (input) => (await send(operations.revokeSession, { input })).session,
  }
}
