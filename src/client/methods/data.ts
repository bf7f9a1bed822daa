// Methods that use keys on octets.

import type { DataKeyFacts, DataMethods } from '../client-types.ts'
import type { OperationErrorFacts, WireDataKey } from '../entities.ts'
import { operations } from '../operations.ts'
import { bytesOf } from './answers.ts'
import type { Requests } from './requests.ts'

export function dataOf({ send }: Pick<Requests, 'send'>): DataMethods {
  return {
    async timestamp(input) {
      const answer = await send(operations.timestamp, { input })
      return { ...answer, token: bytesOf(answer.token) }
    },
    async sign(input) {
      const { keyVersion, outcomes } = await send(operations.sign, { input })
      return {
        keyVersion,
        outcomes: outcomes.map((outcome) =>
          'signature' in outcome ? { ...outcome, signature: bytesOf(outcome.signature) } : outcome,
        ),
      }
    },
    verify: async (input) => (await send(operations.verify, { input })).outcomes,
    async encrypt(input) {
      const { keyVersion, outcomes } = await send(operations.encrypt, { input })
      return { keyVersion, outcomes: outcomes.map(withCiphertext) }
    },
    async decrypt(input) {
      const { outcomes } = await send(operations.decrypt, { input })
      return outcomes.map((one) => ('plaintext' in one ? { ...one, plaintext: bytesOf(one.plaintext) } : one))
    },
    async rewrap(input) {
      const { keyVersion, outcomes } = await send(operations.rewrap, { input })
      return { keyVersion, outcomes: outcomes.map(withCiphertext) }
    },
    async generateDataKey(input) {
      const { keyVersion, outcomes } = await send(operations.generateDataKey, { input })
      return { keyVersion, outcomes: outcomes.map(dataKeyOf) }
    },
    async mac(input) {
      const { keyVersion, outcomes } = await send(operations.mac, { input })
      return {
        keyVersion,
        outcomes: outcomes.map((one) => ('mac' in one ? { ...one, mac: bytesOf(one.mac) } : one)),
      }
    },
    verifyMac: async (input) => (await send(operations.verifyMac, { input })).outcomes,
    random: async (octets) => bytesOf(await send(operations.random, { octets })),
  }
}

function withCiphertext<T extends { readonly ciphertext: string }>(
  one: T | OperationErrorFacts,
): (Omit<T, 'ciphertext'> & { readonly ciphertext: Uint8Array }) | OperationErrorFacts {
  return 'ciphertext' in one ? { ...one, ciphertext: bytesOf(one.ciphertext) } : one
}

function dataKeyOf(one: WireDataKey | OperationErrorFacts): DataKeyFacts | OperationErrorFacts {
  if (!('ciphertext' in one)) return one
  const plaintext = one.plaintext === null ? null : bytesOf(one.plaintext)
  return { ...one, plaintext, ciphertext: bytesOf(one.ciphertext) }
}
