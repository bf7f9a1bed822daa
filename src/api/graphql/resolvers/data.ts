// Data: encryption, data keys, message authentication codes, random octets.

import type { ItemOutcome } from '../../../operations/batch.ts'
import { decrypt } from '../../../operations/decrypt.ts'
import { encrypt } from '../../../operations/encrypt.ts'
import { generateDataKey } from '../../../operations/generate-data-key.ts'
import { mac } from '../../../operations/mac.ts'
import { random } from '../../../operations/random.ts'
import { rewrap } from '../../../operations/rewrap.ts'
import { verifyMac } from '../../../operations/verify-mac.ts'
import { encodeGlobalId } from '../global-id.ts'
import type { MutationResolvers, QueryResolvers } from '../schema.generated.ts'
import { operationError } from './operation-error.ts'

export const dataQueries = {
  random: (_, { octets }, { deps, call }) => random(deps, call, octets),
} satisfies QueryResolvers

export const dataMutations = {
  encrypt: async (_, { input }, { deps, call }) => {
    const { outcomes, keyVersion } = await encrypt(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('Encrypted', one)), keyVersion }
  },
  decrypt: async (_, { input }, { deps, call }) => {
    const { outcomes } = await decrypt(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('Decrypted', one)) }
  },
  rewrap: async (_, { input }, { deps, call }) => {
    const { outcomes, keyVersion } = await rewrap(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('Rewrapped', one)), keyVersion }
  },
  generateDataKey: async (_, { input }, { deps, call }) => {
    const { outcomes, keyVersion } = await generateDataKey(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('DataKey', one)), keyVersion }
  },
  mac: async (_, { input }, { deps, call }) => {
    const { outcomes, keyVersion } = await mac(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('MessageMac', one)), keyVersion }
  },
  verifyMac: async (_, { input }, { deps, call }) => {
    const { outcomes } = await verifyMac(deps, call, input)
    return { outcomes: outcomes.map((one) => outcome('MacVerification', one)) }
  },
} satisfies MutationResolvers

function outcome<N extends string, T>(typename: N, one: ItemOutcome<T>) {
  if (one.kind === 'error') return operationError(one)
  return { ...one, __typename: typename, auditEntryId: encodeGlobalId('AuditEntry', one.auditEntryId) }
}
