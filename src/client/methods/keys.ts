// Methods about keys, and about incidents with them.

import type { KeyMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { wrapForImport } from '../wrap-for-import.ts'
import { bytesOf, everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function keysOf({ send, named }: Pick<Requests, 'send' | 'named'>): KeyMethods {
  return {
    key: async (name) => (await send(operations.key, { name })) ?? undefined,
    keys: (filter = {}) => everyPage((page) => send(operations.keys, { ...filter, ...page }), 500),
    createKey: async (input) => (await send(operations.createKey, named(input))).key,
    rotateKey: (input) => send(operations.rotateKey, named(input)),
    async importKey({ privateKey, ...rest }) {
      const wrapping = await send(operations.importWrappingKey, { provider: rest.provider })
      const material = await wrapForImport(bytesOf(wrapping.publicKey), privateKey)
      const input = { ...rest, token: bytesOf(wrapping.token), material }
      return (await send(operations.importKey, named(input))).key
    },
    async exportKey(input) {
      const { version, material } = await send(operations.exportKey, { input })
      return { version, material: bytesOf(material) }
    },
    disableKey: async (input) => (await send(operations.disableKey, named(input))).key,
    enableKey: async (input) => (await send(operations.enableKey, named(input))).key,
    scheduleKeyDestruction: async (input) =>
      (await send(operations.scheduleKeyDestruction, named(input))).key,
    cancelKeyDestruction: async (input) => (await send(operations.cancelKeyDestruction, named(input))).key,
    compromiseKey: (input) => send(operations.compromiseKey, named(input)),
    updateKey: async (input) => (await send(operations.updateKey, named(input))).key,
    incident: async (id) => (await send(operations.incident, { id })) ?? undefined,
    incidents: () => everyPage((page) => send(operations.incidents, page), 100),
    resign: async (input) => (await send(operations.resign, { input })).incident,
    reportIncident: (incidentId) => send(operations.reportIncident, { input: { incidentId } }),
  }
}
