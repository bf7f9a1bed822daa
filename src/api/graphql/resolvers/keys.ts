// Keys and their versions.

import { createKey } from '../../../operations/create-key.ts'
import { formatKeyName } from '../../../operations/names.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readCertificates, readKey, readKeys, readKeyVersions } from '../../../operations/read.ts'
import { rotateKey } from '../../../operations/rotate-key.ts'
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
} satisfies QueryResolvers

export const keyMutations = {
  createKey: async (_, { input }, { deps, call }) => ({ key: await createKey(deps, call, input) }),
  rotateKey: (_, { input }, { deps, call }) => rotateKey(deps, call, input),
} satisfies MutationResolvers

export const Key: KeyResolvers = {
  id: ({ id }) => encodeGlobalId('Key', id),
  name: ({ unitPath, name }) => formatKeyName(unitPath, name),
  unit: ({ unitId }, _, context) => requireUnit(context, unitId),
  versions: ({ id }, _, { deps, call }) => readKeyVersions(deps, call, id),
}

/** As many as a page of the registry holds; a version with more was certified every day for years. */
const certificatesLimit = 1000

export const KeyVersion: KeyVersionResolvers = {
  publicKey: ({ state, publicKey }) => (state === 'destroyed' ? null : publicKey),
  certificates: async ({ keyId, version }, _, { deps, call }) => {
    const { items } = await readCertificates(deps, call, { keyId, limit: certificatesLimit })
    return items.filter(({ key }) => key?.version === version).reverse()
  },
}
