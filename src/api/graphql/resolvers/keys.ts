// Keys and their versions.

import { cancelKeyDestruction } from '../../../operations/cancel-key-destruction.ts'
import { compromiseKey } from '../../../operations/compromise-key.ts'
import { createKey } from '../../../operations/create-key.ts'
import { disableKey } from '../../../operations/disable-key.ts'
import { enableKey } from '../../../operations/enable-key.ts'
import { exportKey } from '../../../operations/export-key.ts'
import { importKey, importWrappingKey } from '../../../operations/import-key.ts'
import { formatKeyName } from '../../../operations/names.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import {
  readCertificates,
  readKey,
  readKeys,
  readKeyVersions,
  readKeyWarnings,
} from '../../../operations/read.ts'
import { rotateKey } from '../../../operations/rotate-key.ts'
import { scheduleKeyDestruction } from '../../../operations/schedule-key-destruction.ts'
import { updateKey } from '../../../operations/update-key.ts'
import { encodeGlobalId } from '../global-id.ts'
import type {
  KeyResolvers,
  KeyVersionResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../schema.generated.ts'
import { requireUnit } from './units.ts'

export const keyQueries = {
  key: async (_, { name }, { deps, call }) => (await readKey(deps, call, name)) ?? null,
  keys: async (_, { unit, ...page }, { deps, call }) =>
    connectionOf(
      await readKeys(deps, call, { ...pageRequest(page), under: unit ?? undefined }),
      ({ createdAt, id }) => ({
        at: createdAt,
        id,
      }),
    ),
  importWrappingKey: (_, { provider }, { deps, call }) => importWrappingKey(deps, call, provider),
} satisfies QueryResolvers

export const keyMutations = {
  createKey: async (_, { input }, { deps, call }) => ({ key: await createKey(deps, call, input) }),
  importKey: async (_, { input }, { deps, call }) => ({ key: await importKey(deps, call, input) }),
  exportKey: (_, { input }, { deps, call }) => exportKey(deps, call, input),
  rotateKey: (_, { input }, { deps, call }) => rotateKey(deps, call, input),
  disableKey: async (_, { input }, { deps, call }) => ({ key: await disableKey(deps, call, input) }),
  enableKey: async (_, { input }, { deps, call }) => ({ key: await enableKey(deps, call, input) }),
  scheduleKeyDestruction: async (_, { input }, { deps, call }) => ({
    key: await scheduleKeyDestruction(deps, call, input),
  }),
  cancelKeyDestruction: async (_, { input }, { deps, call }) => ({
    key: await cancelKeyDestruction(deps, call, input),
  }),
  compromiseKey: (_, { input }, { deps, call }) => compromiseKey(deps, call, input),
  updateKey: async (_, { input }, { deps, call }) => ({ key: await updateKey(deps, call, input) }),
} satisfies MutationResolvers

export const Key: KeyResolvers = {
  id: ({ id }) => encodeGlobalId('Key', id),
  name: ({ unitPath, name }) => formatKeyName(unitPath, name),
  unit: ({ unitId }, _, context) => requireUnit(context, unitId),
  versions: ({ id }, _, { deps, call }) => readKeyVersions(deps, call, id),
  warnings: (key, _, { deps, call }) => readKeyWarnings(deps, call, key),
}

const secretCheckOctets = 32

/** As many as a page of the registry holds; a version with more was certified every day for years. */
const certificatesLimit = 1000

export const KeyVersion: KeyVersionResolvers = {
  destroyedAt: (version) => (version.state === 'destroyed' ? version.destroyedAt : null),
  // A secret key has a check value in that place, as long as no public key is.
  publicKey: ({ state, publicKey }) =>
    state === 'destroyed' || publicKey.length === secretCheckOctets ? null : publicKey,
  certificates: async ({ keyId, version }, _, { deps, call }) => {
    const { items } = await readCertificates(deps, call, { keyId, limit: certificatesLimit })
    return items.filter(({ key }) => key?.version === version).reverse()
  },
}
