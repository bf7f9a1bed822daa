// Custody of the root key: what opens it and what does not, other custodians, further generations.

import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { passphraseOctets } from '../../../src/keys/custody/argon2id.ts'
import {
  changeCustody,
  newCustody,
  openRootKeys,
  retireRootKeys,
  rotateRootKey,
  type WantedCustody,
} from '../../../src/keys/custody/custody.ts'
import { encodeCustodyRecord, parseCustodyRecord } from '../../../src/keys/custody/custody-record.ts'
import { decodeRootKeys, encodeRootKeys, type RootKeys } from '../../../src/keys/custody/root-keys.ts'
import { decodeShare, encodeShare } from '../../../src/keys/custody/share.ts'
import { unsealing } from '../../../src/keys/custody/unsealing.ts'
import { rootKeyCheckValue } from '../../../src/keys/wrapping.ts'

const random = (octets: number): Uint8Array => randomBytes(octets)
const threeOfFive: WantedCustody = { kind: 'shares', threshold: 3, custodians: ['A', 'B', 'C', 'D', 'E'] }

function hexOf(keys: RootKeys | undefined): string {
  if (keys === undefined) throw new Error('not opened')
  return Buffer.from(encodeRootKeys(keys).dangerouslyRevealBytes()).toString('hex')
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index]
  if (one === undefined) throw new Error(`nothing at ${index}`)
  return one
}

describe('shares', () => {
  test('of any three of five open the root key', async () => {
    const { record, shares, custodyKey } = await newCustody(threeOfFive, random)
    const expected = hexOf(openRootKeys(record, custodyKey))
    for (let a = 0; a < 5; a++) {
      for (let b = a + 1; b < 5; b++) {
        for (let c = b + 1; c < 5; c++) {
          const gathered = unsealing(record)
          expect(await gathered.share(at(shares, c))).toBeUndefined()
          expect(await gathered.share(at(shares, a))).toBeUndefined()
          expect(gathered.given).toBe(2)
          expect(hexOf((await gathered.share(at(shares, b)))?.rootKeys)).toBe(expected)
        }
      }
    }
  })

  test('given twice count once', async () => {
    const { record, shares } = await newCustody(threeOfFive, random)
    const gathered = unsealing(record)
    for (const index of [0, 0, 1, 0, 1]) expect(await gathered.share(at(shares, index))).toBeUndefined()
    expect(gathered).toMatchObject({ given: 2, needed: 3 })
  })

  test('of another office, or of custodians that were replaced, are refused at once', async () => {
    const { record, shares, custodyKey } = await newCustody(threeOfFive, random)
    const other = await newCustody(threeOfFive, random)
    const opened = openRootKeys(record, custodyKey)
    if (opened === undefined) throw new Error('not opened')
    const changed = await changeCustody(record, opened, threeOfFive, random)
    const gathered = unsealing(changed.record)
    await expect(gathered.share(at(other.shares, 0))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(gathered.share(at(shares, 0))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(gathered.given).toBe(0)
  })

  test('of which one is wrong open nothing, do not tell which, and are all to be given anew', async () => {
    const { record, shares } = await newCustody(threeOfFive, random)
    const forged = encodeShare({
      ...decodeShare(at(shares, 1)),
      value: new Uint8Array([...randomBytes(32), at([...decodeShare(at(shares, 1)).value], 32)]),
    })
    const messages: string[] = []
    for (const order of [
      [forged, at(shares, 0), at(shares, 2)],
      [at(shares, 0), forged, at(shares, 2)],
      [at(shares, 0), at(shares, 2), forged],
    ]) {
      const gathered = unsealing(record)
      for (const share of order.slice(0, 2)) expect(await gathered.share(share)).toBeUndefined()
      const refused: unknown = await gathered.share(at(order, 2)).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'NOT_PERMITTED' })
      messages.push(refused instanceof Error ? refused.message : '')
      expect(gathered.given).toBe(0)
      for (const share of shares.slice(0, 2)) expect(await gathered.share(share)).toBeUndefined()
      expect(await gathered.share(at(shares, 2))).toBeDefined()
    }
    expect(new Set(messages).size).toBe(1)
  })

  test('of which two say that they are the same custodian’s are all forgotten', async () => {
    const { record, shares } = await newCustody(threeOfFive, random)
    const gathered = unsealing(record)
    await gathered.share(at(shares, 0))
    const forged = encodeShare({ ...decodeShare(at(shares, 0)), value: new Uint8Array(33).fill(7) })
    await expect(gathered.share(forged)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    expect(gathered.given).toBe(0)
  })

  test.each([
    [1, 5],
    [6, 5],
    [2, 1],
    [2, 256],
    [2.5, 5],
  ])('are not made for %d of %d custodians', async (threshold, count) => {
    const custodians = Array.from({ length: count }, (_, i) => `custodian ${i}`)
    await expect(newCustody({ kind: 'shares', threshold, custodians }, random)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })
})

describe('a passphrase', () => {
  test('opens its office, and another one does not', async () => {
    const passphrase = passphraseOctets('correct horse battery')
    const { record } = await newCustody({ kind: 'passphrase', passphrase }, random)
    expect(await unsealing(record).passphrase(passphrase)).toBeDefined()
    await expect(
      unsealing(record).passphrase(passphraseOctets('correct horse batterz')),
    ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    expect(record.source).toMatchObject({ argon2id: { memoryKib: 65_536, passes: 3 } })
  })
})

describe('the record', () => {
  test('comes back as it was, and is refused with any part missing', async () => {
    const { record } = await newCustody(threeOfFive, random)
    const text = encodeCustodyRecord(record)
    expect(parseCustodyRecord(text)).toEqual(record)
    const whole: Record<string, unknown> = JSON.parse(text)
    for (const name of Object.keys(whole)) {
      expect(parseCustodyRecord(JSON.stringify({ ...whole, [name]: undefined })), name).toBeUndefined()
    }
    expect(parseCustodyRecord('[]')).toBeUndefined()
    expect(parseCustodyRecord('')).toBeUndefined()
  })

  test('holds no secret in the open, and opens no key in another’s place', async () => {
    const { record, custodyKey } = await newCustody({ kind: 'file' }, random)
    const opened = openRootKeys(record, custodyKey)
    const text = encodeCustodyRecord(record)
    for (const secret of [opened?.current, opened?.integrityKey, custodyKey]) {
      const bytes = Buffer.from(secret?.dangerouslyRevealBytes() ?? [])
      expect(text).not.toContain(bytes.toString('base64').slice(0, 40))
      expect(text).not.toContain(bytes.toString('hex'))
    }
    const rotated = rotateRootKey(record, custodyKey, random)
    const [newest, first] = rotated.rootKeys
    if (first === undefined) throw new Error('no first')
    for (const rootKeys of [
      [{ ...newest, wrapped: first.wrapped }],
      [{ ...first, generation: 2 }],
    ] as const) {
      expect(openRootKeys({ ...record, rootKeys }, custodyKey)).toBeUndefined()
    }
    expect(openRootKeys({ ...record, integrityKey: first.wrapped }, custodyKey)).toBeUndefined()
    expect(openRootKeys({ ...record, officeId: '0000000000000000' }, custodyKey)).toBeUndefined()
  })
})

describe('a change of custodians', () => {
  test('keeps the root keys, also in the middle of a rotation', async () => {
    const { record, custodyKey } = await newCustody(threeOfFive, random)
    const rotated = rotateRootKey(record, custodyKey, random)
    const opened = openRootKeys(rotated, custodyKey)
    if (opened === undefined) throw new Error('not opened')
    const passphrase = passphraseOctets('a passphrase instead')
    const changed = await changeCustody(rotated, opened, { kind: 'passphrase', passphrase }, random)
    const reopened = await unsealing(changed.record).passphrase(passphrase)
    expect(hexOf(reopened.rootKeys)).toBe(hexOf(opened))
    expect(openRootKeys(changed.record, custodyKey)).toBeUndefined()
  })
})

describe('a rotation', () => {
  test('makes the next generation, opens with both, and at its end with the newest alone', async () => {
    const { record, custodyKey } = await newCustody({ kind: 'file' }, random)
    const before = openRootKeys(record, custodyKey)
    const rotated = rotateRootKey(record, custodyKey, random)
    const during = openRootKeys(rotated, custodyKey)
    const after = openRootKeys(retireRootKeys(rotated), custodyKey)
    expect(rotated.rootKeys.map(({ generation }) => generation)).toEqual([2, 1])
    expect(during?.earlier[0]?.dangerouslyRevealBytes()).toEqual(before?.current.dangerouslyRevealBytes())
    expect(after?.earlier).toEqual([])
    expect(after?.current.dangerouslyRevealBytes()).toEqual(during?.current.dangerouslyRevealBytes())
    expect(after?.integrityKey?.dangerouslyRevealBytes()).toEqual(
      before?.integrityKey?.dangerouslyRevealBytes(),
    )
    if (during === undefined) throw new Error('not opened')
    expect(Buffer.from(rootKeyCheckValue(during.current)).toString('hex')).toBe(
      rotated.rootKeys[0].checkValueHex,
    )
  })
})

test('root keys come to a signer as they were, and not in another number of octets', () => {
  const one = decodeRootKeys(new Uint8Array(32).fill(1))
  expect(one).toMatchObject({ earlier: [], integrityKey: undefined })
  const octets = new Uint8Array(randomBytes(128))
  const several = decodeRootKeys(new Uint8Array(octets))
  expect(several.earlier).toHaveLength(2)
  expect(encodeRootKeys(several).dangerouslyRevealBytes()).toEqual(octets)
  for (const length of [0, 31, 33]) expect(() => decodeRootKeys(new Uint8Array(length))).toThrow()
})
