// Decrypts the content of an envelope with its content key (RFC 5083 §2.2, RFC 5084, RFC 5652 §6.3), in constant memory.

import { createCbcDecryption, createGcm, createGcmDecryption, hkdf } from '#encryption'
import { equalBytes, release, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type ByteSource, passingChunksOf } from '../byte-source.ts'
import { derivedContentKey } from './content-encryption.ts'
import type { Envelope } from './enveloped-data.ts'

export interface OpeningOptions {
  /**
   * Opens EnvelopedData with AES-CBC, which nothing protects against change: whoever can alter the file and sees what
   * becomes of it (an error, a link that is followed) can read the content out of it (EFAIL, USENIX Security 2018).
   */
  readonly unauthenticated: boolean
}

/**
 * The content, piece by piece; the receiver owns each piece. **Nothing of it is verified until the generator has ended
 * without an error**: write it to a place where nobody reads it yet, and remove it when an error comes.
 *
 * @throws ServiceError `DECRYPTION_FAILED` for another key, and for a changed or cut envelope; `ALGORITHM_NOT_ALLOWED`
 *   for CBC without the option.
 */
export async function* decryptedUnverified(
  source: ByteSource,
  envelope: Envelope,
  contentKey: Uint8Array,
  options: OpeningOptions,
): AsyncGenerator<Uint8Array> {
  const decryption = await decryptionOf(envelope, contentKey, options)
  for await (const segment of envelope.segments())
    for await (const piece of passingChunksOf(source, segment.start, segment.end)) {
      const plain = await decryption.update(piece)
      if (plain.length > 0) yield plain
    }
  const rest = await decryption.final()
  if (rest === undefined) throw notOpened()
  if (rest.length > 0) yield rest
}

/**
 * The content, verified before its first octet is given: the source is read twice, and what is read the second time is
 * compared with what was verified, so that nobody can change the file in between.
 *
 * @throws ServiceError as `decryptedUnverified`, before anything is given.
 */
export async function* decryptedVerified(
  source: ByteSource,
  envelope: Envelope,
  contentKey: Uint8Array,
  options: OpeningOptions,
): AsyncGenerator<Uint8Array> {
  const macOf = await pieceMacs(contentKey)
  const macs: Uint8Array[] = []
  const recorded = watched(source, async (piece) => {
    macs.push(await macOf(macs.length, piece))
  })
  // Only the end tells.
  for await (const piece of decryptedUnverified(recorded, envelope, contentKey, options)) release(piece)
  let next = 0
  const compared = watched(source, async (piece) => {
    const expected = macs[next]
    if (expected === undefined || !equalBytes(expected, await macOf(next++, piece)))
      throw new ServiceError('DECRYPTION_FAILED', 'the envelope was changed while it was being opened')
  })
  yield* decryptedUnverified(compared, envelope, contentKey, options)
}

/**
 * GMAC (SP 800-38D §3) under a key of its own, which is several times as fast as a digest. Whoever knows the content key
 * could forge it, and could as well have sealed something else.
 */
async function pieceMacs(
  contentKey: Uint8Array,
): Promise<(number: number, piece: Uint8Array) => Promise<Uint8Array>> {
  const key = await hkdf('sha-256', contentKey, nothing, utf8('chancery: the same when read again'), 32)
  const gcm = await createGcm(key)
  return async (number, piece) => {
    const nonce = new Uint8Array(12)
    new DataView(nonce.buffer).setBigUint64(0, BigInt(number))
    return (await gcm.encrypt(nonce, nothing, piece)).tag
  }
}

const nothing = new Uint8Array(0)

function watched(source: ByteSource, look: (piece: Uint8Array) => Promise<void>): ByteSource {
  return {
    size: source.size,
    async read(start, end, into) {
      const piece = await source.read(start, end, into)
      await look(piece)
      return piece
    },
  }
}

async function decryptionOf(
  { encryption, associatedData, mac }: Envelope,
  contentKey: Uint8Array,
  { unauthenticated }: OpeningOptions,
) {
  const { cipher, derivedWith } = encryption
  if (cipher.kind === 'cbc' && !unauthenticated)
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      'the content is encrypted by AES-CBC, which nothing protects against change: whoever can alter it may come to read it; the option for unauthenticated content opens it all the same',
    )
  const key = derivedWith === undefined ? contentKey : await derivedContentKey(contentKey, derivedWith)
  if (key.length !== cipher.keyOctets) throw notOpened()
  if (cipher.kind === 'cbc') return createCbcDecryption(key, cipher.iv)
  if (mac?.length !== cipher.tagOctets) throw notOpened()
  return createGcmDecryption(key, cipher.nonce, associatedData, mac)
}

/** One text for every cause: nobody shall learn from it what was nearly right. */
function notOpened(): ServiceError {
  return new ServiceError(
    'DECRYPTION_FAILED',
    'the envelope does not open: it is damaged, or the key is another’s',
  )
}
