import { randomBytes } from 'node:crypto'
import { duplexPair } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameWriter } from '../../src/frames.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { softwareProvider } from '../../src/keys/software/provider.ts'
import { serveSession } from '../../src/keys/software/session.ts'
import { openVault } from '../../src/keys/vault.ts'
import { frameTypes } from '../../src/keys/wire/protocol.ts'
import { startSigner } from '../../src/processes/start-signer.ts'

const vault = openVault(secretBytes(randomBytes(32)), randomBytes)

function frame(type: number, fields: Uint8Array): Uint8Array {
  const header = Buffer.alloc(9)
  header.writeUInt32BE(5 + fields.length)
  header[4] = type
  header.writeUInt32BE(1, 5)
  return Buffer.concat([header, fields])
}

const hostileFrames = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 200 }),
  fc
    .tuple(fc.constantFrom(...Object.values(frameTypes), 77), fc.uint8Array({ maxLength: 200 }))
    .map(([type, fields]) => frame(type, fields)),
)

describe('garbage', () => {
  test('makes the signer drop the connection or answer with an error, and never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(hostileFrames, async (garbage) => {
        const [ours, theirs] = duplexPair()
        const ended = serveSession(theirs, vault)
        const answers: Buffer[] = []
        ours.on('data', (chunk: Buffer) => answers.push(chunk))
        ours.on('error', () => undefined)
        ours.write(garbage)
        ours.end()
        await ended
        const type = Buffer.concat(answers)[4]
        // A well-formed request for a unit key may come about by chance; nothing else can.
        const answerable = garbage[4] === frameTypes.createUnitKey || garbage[4] === frameTypes.hello
        expect(type === undefined || type === frameTypes.failed || answerable).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('ends a signer process at once, with the status that says so', async () => {
    const signer = startSigner((input) => input.end(randomBytes(32)))
    signer.socket.on('error', () => undefined)
    signer.socket.resume()
    signer.socket.write(randomBytes(64).fill(0xff, 0, 4))
    expect(await signer.ended).toBe('crashed')
  })

  test('from a signer never crashes the gateway: the signer is replaced and the request answered', async () => {
    await fc.assert(
      fc.asyncProperty(hostileFrames, async (garbage) => {
        let connections = 0
        const provider = softwareProvider(async () => {
          const [ours, theirs] = duplexPair()
          if (++connections === 1) {
            // What it is asked for is not answered before the garbage.
            theirs.once('data', () => {
              theirs.write(garbage)
              theirs.end()
            })
          } else void serveSession(theirs, vault)
          return { socket: ours, kill: () => theirs.destroy() }
        })
        const outcome = await provider.createUnitKey('unit').then(
          (key) => key.wrapped.length,
          (error) => error.code,
        )
        // An answer cut short is an error; no answer at all is asked again.
        expect([61, 'PROVIDER_UNAVAILABLE', 'BUSY', 'INTERNAL', 'KEY_NOT_ACTIVE']).toContain(outcome)
        await provider.close()
      }),
      { numRuns: 200, endOnFailure: true },
    )
  })

  test('in place of signatures is no signature', async () => {
    const [ours, theirs] = duplexPair()
    const provider = softwareProvider(async () => ({ socket: ours, kill: () => theirs.destroy() }))
    theirs.once('data', () => {
      const writer = frameWriter()
      writer.begin(frameTypes.done, 1)
      writer.u32(2)
      writer.bytes(new Uint8Array(64))
      writer.bytes(new Uint8Array(64))
      writer.end()
      theirs.write(writer.take())
    })
    const unitKey = { unitId: 'unit', wrapped: new Uint8Array(61) }
    const identity = {
      unitId: 'unit',
      keyId: 'key',
      version: 1,
      purpose: 'sign-raw',
      algorithm: 'ed25519',
      provider: 'software',
      attributes: [],
    } as const
    const key = {
      identity,
      unitKey,
      wrapped: new Uint8Array(61),
      publicKey: new Uint8Array(44),
      state: 'active',
    } as const
    await expect(provider.sign(key, [randomBytes(3)])).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    await provider.close()
  })
})
