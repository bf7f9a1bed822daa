// `npm run test:faults -- --only sealed-octets`: of an envelope that was changed or cut anywhere nothing is released. A round
// seals another text in each format and changes every bit, and every length, of what came.

import { randomBytes } from 'node:crypto'
import { joinBytes } from '../../src/bytes.ts'
import { isServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { openSealed, privateKeyOpener } from '../../src/formats/envelope/open.ts'
import { type SealedFormat, seal } from '../../src/formats/envelope/seal.ts'
import { makeRecipient } from '../fixtures/recipients.ts'
import { type Rounds, told } from './round.ts'
import { changesOf } from './wrapped-keys.ts'

const formats: readonly SealedFormat[] = ['cms', 'chunked']
const at = new Date('2026-11-26T09:00:00Z')

export async function sealedOctets({ rounds }: Rounds): Promise<number> {
  const recipient = await makeRecipient('ecdh-p256')
  const opener = privateKeyOpener(recipient.certificate, recipient.privateKey)
  let [changes, harmless, failed] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    const content = new Uint8Array(randomBytes(100))
    for (const format of formats) {
      const recipients = [{ kind: 'certificate' as const, certificate: recipient.certificate }]
      const sealed = joinBytes(
        await Array.fromAsync(seal({ recipients, format, random: randomBytes, at }, once(content), 100)),
      )
      for (const changed of changesOf(sealed)) {
        changes++
        const released = await releasedOf(changed)
        if (released === undefined) continue
        // What only names the recipient, or lies unused, may change; then it is the whole content, and never another.
        if (Buffer.compare(released, content) === 0) harmless++
        else failed++
      }
    }
  }
  return told(
    'sealed-octets',
    `${changes} changes, ${changes - harmless} refused, the rest without effect`,
    failed,
  )

  /** What came out, before the end or an error. */
  async function releasedOf(changed: Uint8Array): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = []
    try {
      const file = await openSealed(bytesSource(changed), opener, { unauthenticated: false })
      for await (const piece of file.verified()) pieces.push(piece)
      return joinBytes(pieces)
    } catch (error) {
      if (!isServiceError(error)) throw error
      return pieces.length === 0 ? undefined : joinBytes(pieces)
    }
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
