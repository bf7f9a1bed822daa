// A root key that one keeper made reaches the keepers of other hosts through a database that nobody has to trust.

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newCustody, noHsm } from '../../../src/keys/custody/custody.ts'
import { type CustodyRecord, parseCustodyRecord } from '../../../src/keys/custody/custody-record.ts'
import { type Keeping, keeping } from '../../../src/keys/custody/keeping.ts'
import { type SecretBytes, secretBytes } from '../../../src/keys/secret-bytes.ts'

const random = (octets: number): Uint8Array => randomBytes(octets)

const proposalId = '0190f1c0-0000-7000-8000-000000000001'

interface Host {
  readonly keeping: Keeping
  readonly written: CustodyRecord[]
}

function host(record: CustodyRecord, custodyKey?: SecretBytes): Host {
  const written: CustodyRecord[] = []
  const kept = keeping(record, {
    random,
    changed: () => undefined,
    hsm: noHsm,
    release: async () => ({ attempt: 1, actSha256: '00'.repeat(32) }),
    keep: async (text) => {
      const parsed = parseCustodyRecord(text)
      if (parsed === undefined) throw new Error('not a record')
      written.push(parsed)
    },
  })
  if (custodyKey !== undefined) kept.openWith(copied(custodyKey))
  return { keeping: kept, written }
}

async function twoHosts() {
  const { record, custodyKey } = await newCustody({ kind: 'file' }, random)
  return { record, custodyKey, first: host(record, custodyKey), second: host(record, custodyKey) }
}

async function rotate({ keeping: kept }: Host): Promise<Uint8Array> {
  await kept.rotate(kept.proof(), proposalId)
  const offer = kept.offer()
  if (offer === undefined) throw new Error('nothing is offered')
  return offer
}

const generationsOf = ({ keeping: kept }: Host) =>
  kept.state().generations.map(({ generation, checkValueHex }) => [generation, checkValueHex])

test('another host takes the next root key, keeps it on its disk, and opens with both', async () => {
  const { first, second } = await twoHosts()
  expect(first.keeping.offer()).toBeUndefined()
  const offer = await rotate(first)
  await second.keeping.adopt(offer)
  expect(generationsOf(second)).toEqual(generationsOf(first))
  expect(second.written.map(({ rootKeys }) => rootKeys.length)).toEqual([2])
  // Once is enough, and the host that offers takes nothing of its own.
  await second.keeping.adopt(offer)
  await first.keeping.adopt(offer)
  expect([first.written.length, second.written.length]).toEqual([1, 1])
  await second.keeping.retire()
  expect(second.keeping.offer()).toBeUndefined()
})

test('an offer shows nothing of the record, and none that was changed or made elsewhere is taken', async () => {
  const { first, second, record } = await twoHosts()
  const offer = await rotate(first)
  expect(Buffer.from(offer).includes(record.officeId)).toBe(false)
  const others = await twoHosts()
  for (const at of [0, 5, offer.length - 1]) {
    const changed = new Uint8Array(offer)
    changed[at] = (changed[at] ?? 0) ^ 1
    await expect(second.keeping.adopt(changed)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  await expect(second.keeping.adopt(await rotate(others.first))).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(second.written).toEqual([])
})

test('an older offer changes nothing, a sealed office takes nothing', async () => {
  const { record, first, second } = await twoHosts()
  const old = await rotate(first)
  await first.keeping.retire()
  const newer = await rotate(first)
  await second.keeping.adopt(newer)
  const before = generationsOf(second)
  await second.keeping.adopt(old)
  expect(generationsOf(second)).toEqual(before)
  expect(before.map(([generation]) => generation)).toEqual([3, 2, 1])
  const sealed = host(record)
  await sealed.keeping.adopt(newer)
  expect(sealed.written).toEqual([])
})

test('of two root keys that were made at once one becomes everybody’s, and the other goes on opening', async () => {
  const { first, second } = await twoHosts()
  const offer = await rotate(first)
  await rotate(second)
  const [own] = generationsOf(second)
  await second.keeping.adopt(offer)
  expect(generationsOf(second)).toEqual([generationsOf(first)[0], generationsOf(first)[1], own])
})

test('a record under another custody is not taken: its custodians have to come', async () => {
  const { first, second } = await twoHosts()
  const passphrase = secretBytes(Buffer.from('a passphrase of an office'))
  const { keeping: kept } = first
  await kept.commit(await kept.change(kept.proof(), { kind: 'passphrase', passphrase }, proposalId))
  const proof = kept.proof()
  proof.opened = await proof.unsealing.passphrase(passphrase)
  await kept.rotate(proof, proposalId)
  const offer = kept.offer() ?? new Uint8Array(0)
  await expect(second.keeping.adopt(offer)).rejects.toThrow('another custody')
})

function copied(secret: SecretBytes): SecretBytes {
  return secretBytes(new Uint8Array(secret.dangerouslyRevealBytes()))
}
