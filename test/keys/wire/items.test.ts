import { duplexPair } from 'node:stream'
import { expect, test } from 'vitest'
import { pkcs11ProviderOptions } from '../../../src/keys/pkcs11/provider.ts'
import { softwareProviderOptions } from '../../../src/keys/software/provider.ts'
import { askItems, octetsOf, readWhole, writeBytes } from '../../../src/keys/wire/items.ts'
import { frameTypes, maxFrameOctets } from '../../../src/keys/wire/protocol.ts'
import { type QueueOptions, requestQueue } from '../../../src/keys/wire/request-queue.ts'

test.each([
  ['the signer', softwareProviderOptions],
  ['the HSM', pkcs11ProviderOptions],
])('an item that fits no frame is refused in the name of %s', async (peer, options: QueueOptions) => {
  const [ours, theirs] = duplexPair()
  theirs.resume()
  const queue = requestQueue(async () => ({ socket: ours, kill: () => theirs.destroy() }), options)
  const tooLong = new Uint8Array(maxFrameOctets)
  const asked = askItems(queue, {
    type: frameTypes.mac,
    keys: [],
    items: [tooLong],
    octets: octetsOf,
    write: writeBytes,
    read: readWhole,
  })
  await expect(asked).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: `an item has ${maxFrameOctets} octets; ${peer} takes ${maxFrameOctets - 1024}`,
  })
  await queue.close()
})
