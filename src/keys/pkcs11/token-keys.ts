// Making keys in a token: made, checked pairwise, and destroyed again when the check fails.

import { createHash } from 'node:crypto'
import { utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import type { KeyIdentity } from '../handle.ts'
import type { GeneratedKey } from '../provider.ts'
import { requireFit } from '../required.ts'
import type { Random } from '../wrapping.ts'
import { destroyObject, generateObject } from './objects.ts'
import { isTokenPair } from './pair-check.ts'
import type { Token } from './token.ts'
import { makeMac } from './token-operations.ts'

/**
 * @returns `wrapped` is the identifier of the object; `publicKey` as `GeneratedKey` says.
 * @throws ServiceError `ALGORITHM_NOT_ALLOWED`; `PROVIDER_UNAVAILABLE` when the token made halves that are no pair.
 */
export async function makeTokenKey(
  token: Token,
  identity: KeyIdentity,
  random: Random,
): Promise<GeneratedKey> {
  requireFit(identity)
  if (identity.attributes.includes('exportable'))
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      'a key in a token never leaves it, so it cannot be exportable',
    )
  const { objectId, publicKey } = await generateObject(token, identity, random)
  const key = { identity, objectId }
  try {
    if (publicKey === undefined) return { wrapped: objectId, publicKey: await checkValue(token, key) }
    if (await isTokenPair(token, key, publicKey)) return { wrapped: objectId, publicKey }
  } catch (error) {
    await destroyObject(token, identity, objectId).catch(() => undefined)
    throw error
  }
  await destroyObject(token, identity, objectId)
  throw new ServiceError(
    'PROVIDER_UNAVAILABLE',
    `a new ${identity.algorithm} key failed its pairwise check in the token`,
  )
}

/** 32 octets that tell secret keys apart. Hashed, since the MAC itself is one that a `mac` key might be asked for. */
async function checkValue(
  token: Token,
  key: { readonly identity: KeyIdentity; readonly objectId: Uint8Array },
): Promise<Uint8Array> {
  return createHash('sha256')
    .update(await makeMac(token, key, utf8('chancery key check value v1')))
    .digest()
}
