// The PKCS #11 provider, the gateway's side: keys live in a token behind the host process, what binds them to their rows in
// the vault of the signer.

import { isKeyAlgorithm, type KeyAlgorithm, keyAlgorithmNames } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import { boundedMap } from '../bounded-map.ts'
import type { KeyHandle, KeyIdentity } from '../handle.ts'
import { keyIdentifier } from '../key-identifier.ts'
import type { KeyProvider } from '../provider.ts'
import { requireKeyOf } from '../required.ts'
import type { SoftwareSigner } from '../software/provider.ts'
import { keyOperations } from '../wire/key-operations.ts'
import {
  frameTypes,
  protocolVersion,
  readGenerated,
  writeIdentity,
  writeUnitKey,
  writeWrappedKey,
} from '../wire/protocol.ts'
import {
  type ProcessConnection,
  type QueueOptions,
  queueBounds,
  requestQueue,
} from '../wire/request-queue.ts'

export const pkcs11ProviderOptions: QueueOptions = {
  ...queueBounds,
  // With the signer's part an answer, good or bad, comes within 5 s.
  timeoutMs: 3500,
  // An HSM that signs fifty times a second is slow, not dead.
  itemsPerRequest: 50,
  peer: 'the HSM',
}

/** Of RSA keys tokens make some in half a minute. */
const generationPatience = 12
const maxLocated = 4096
const noOctets = new Uint8Array(0)

/** What a token may be able to do at all, as long as it could not be asked. */
const imaginable: ReadonlySet<KeyAlgorithm> = new Set(
  keyAlgorithmNames.filter((name) => !name.startsWith('ml-')),
)

interface TokenDescription {
  readonly text: string
  readonly algorithms: ReadonlySet<KeyAlgorithm>
}

/**
 * @param connect starts a host, as `requestQueue` asks for it.
 * @param vault keeps unit keys and row MACs, and wraps the references to keys in the token. Never asked to sign.
 */
export function pkcs11Provider(
  connect: () => Promise<ProcessConnection>,
  vault: SoftwareSigner,
  options = pkcs11ProviderOptions,
): KeyProvider {
  const queue = requestQueue(connect, options)
  const located = boundedMap<string, KeyHandle>(maxLocated)
  let known: TokenDescription | undefined
  let closed = false

  const ofVault = (): SoftwareSigner => {
    if (closed) throw new ServiceError('SHUTTING_DOWN', 'the provider was closed')
    return vault
  }

  const describe = async (): Promise<TokenDescription> => {
    known ??= await queue.ask({
      type: frameTypes.describe,
      octets: 0,
      patience: 1,
      write: (writer) => writer.u32(protocolVersion),
      read: readDescription,
    })
    return known
  }

  /** The key with the identifier of its object in place of the reference to it. */
  const locate = async (key: KeyHandle): Promise<KeyHandle> => {
    const identifier = keyIdentifier(key)
    const before = located.get(identifier)
    if (before !== undefined) return before
    const wrapped = await vault.references.openReference(key)
    const handle = { ...key, wrapped, unitKey: { unitId: key.unitKey.unitId, wrapped: noOctets } }
    located.set(identifier, handle)
    return handle
  }

  const destroyObject = (identity: KeyIdentity, objectId: Uint8Array): Promise<void> => {
    const unitKey = { unitId: identity.unitId, wrapped: noOctets }
    return queue.ask({
      type: frameTypes.destroy,
      octets: 0,
      patience: 1,
      write: (writer) => writeWrappedKey(writer, { identity, unitKey, wrapped: objectId }),
      read: () => undefined,
    })
  }

  // So that `algorithms` is known before somebody asks; whoever needs the token learns why it is not there.
  describe().catch(() => undefined)

  return {
    name: 'pkcs11',
    get certification() {
      return known === undefined ? 'not known: the token was not reached yet' : `${known.text}; not certified`
    },
    get algorithms() {
      return known?.algorithms ?? imaginable
    },

    rootKeyCheckValue: async () => ofVault().provider.rootKeyCheckValue(),
    createUnitKey: async (unitId) => ofVault().provider.createUnitKey(unitId),
    rewrapUnitKey: async (unitKey) => ofVault().provider.rewrapUnitKey(unitKey),
    rowMac: async (rows) => ofVault().provider.rowMac(rows),

    generate: async (identity, unitKey) => {
      if (identity.provider !== 'pkcs11')
        throw new Error(`the PKCS #11 provider was asked for a key of provider ${identity.provider}`)
      if (!(await describe()).algorithms.has(identity.algorithm))
        throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the token makes no ${identity.algorithm} keys`)
      const made = await queue.ask({
        type: frameTypes.generate,
        octets: 0,
        patience: generationPatience,
        write: (writer: FrameWriter) => {
          writeIdentity(writer, identity)
          writeUnitKey(writer, { unitId: unitKey.unitId, wrapped: noOctets })
        },
        read: readGenerated,
      })
      try {
        const wrapped = await vault.references.sealReference(identity, unitKey, made.wrapped)
        return { wrapped, publicKey: made.publicKey }
      } catch (error) {
        // Without a reference nobody would ever find it.
        await destroyObject(identity, made.wrapped).catch(() => undefined)
        throw error
      }
    },

    importWrappingKey: async () => {
      throw neverTakenIn()
    },

    importKey: async () => {
      throw neverTakenIn()
    },

    exportKey: async () => {
      throw new ServiceError('NOT_PERMITTED', 'a key in a token never leaves it')
    },

    rewrapKey: async (key, target) => {
      requireKeyOf('pkcs11', key)
      return ofVault().references.rewrapReference(key, target)
    },

    ...keyOperations(queue, 'pkcs11', locate),

    destroy: async (key) => {
      requireKeyOf('pkcs11', key)
      if (key.wrapped.length === 0) return destroyObject(key.identity, noOctets)
      const handle = await locate(key)
      await destroyObject(handle.identity, handle.wrapped)
      queue.forget(handle)
      located.delete(keyIdentifier(key))
    },

    // The vault serves others too, and is theirs to close.
    close: async () => {
      closed = true
      await queue.close()
    },
  }
}

/** A key that existed elsewhere is no key of which one can say that it never left the token. */
function neverTakenIn(): ServiceError {
  return new ServiceError('ALGORITHM_NOT_ALLOWED', 'keys in a token are made there and never taken in')
}

function readDescription(fields: FieldReader): TokenDescription {
  if (fields.u32() !== protocolVersion)
    throw new Error('the PKCS #11 host speaks another version of the protocol')
  const text = fields.text()
  const names = Array.from({ length: fields.u32() }, () => fields.text())
  return { text, algorithms: new Set(names.filter(isKeyAlgorithm)) }
}
