// PKCS#12 (RFC 7292) with PBMAC1 (RFC 9579) or its older MAC: the keys in it, once the MAC of the whole was found right.

import { pbkdf2 } from '#encryption'
import { concatBytes, utf8 } from '../../bytes.ts'
import { hashAlgorithms } from '../../crypto/algorithms.ts'
import { hmac, isPasswordHash, type PasswordHash, pkcs12MacKey } from '../../crypto/password-mac.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import {
  macAlgorithm,
  openEncryptedKey,
  readPasswordCipher,
  readPbkdf2,
  unsupported,
  wrongPassword,
} from './encrypted-key.ts'

const pbmac1 = '1.2.840.113549.1.5.14'
const encryptedData = '1.2.840.113549.1.7.6'
const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
} as const

/** RFC 9579 §5: a shorter key would make the MAC easy to guess, and HMAC gains nothing from a longer one. */
const macKeyOctets = { least: 20, most: 64 } as const
const mostIterations = 10_000_000

const hmacs: Readonly<Record<string, PasswordHash>> = {
  [oids.hmacSha256]: 'sha-256',
  [oids.hmacSha384]: 'sha-384',
  [oids.hmacSha512]: 'sha-512',
}

/**
 * @param der the file; the older BER with indefinite lengths is refused.
 * @returns DER of PKCS#8 of each private key.
 * @throws ServiceError `DECRYPTION_FAILED` for another password or a damaged file, `MALFORMED_DER`, `UNSUPPORTED_FORMAT`,
 *   `LIMIT_EXCEEDED`.
 */
export async function openPfx(der: Uint8Array, password: string): Promise<readonly Uint8Array[]> {
  const { content, isRight } = parseDer('PFX', der, (reader) =>
    reader.sequence((pfx) => {
      if (pfx.smallInteger(255) !== 3) pfx.fail('PFX is version 3 (RFC 7292 §4)')
      const content = pfx.sequence(readData)
      // Without a MAC nobody knows who put the keys in; public-key integrity is not in use.
      if (pfx.atEnd) throw unsupported('PKCS#12 without a MAC')
      return { content, isRight: readMac(pfx) }
    }),
  )
  if (!(await isRight(content, password))) throw wrongPassword()
  const keys: Uint8Array[] = []
  for (const safe of parseDer('AuthenticatedSafe', content, (reader) => reader.each(tags.sequence, readSafe)))
    for (const key of await safe(password)) keys.push(key)
  return keys
}

/** The content of a ContentInfo of id-data whose SEQUENCE was entered. */
function readData(reader: DerReader): Uint8Array {
  const type = reader.oid()
  if (type !== oids.data) throw unsupported(`PKCS#12 of ${type}`)
  return reader.inside(contextConstructed(0), (explicit) => explicit.octetString())
}

type Mac = (content: Uint8Array, password: string) => Promise<boolean>

function readMac(reader: DerReader): Mac {
  return reader.sequence((macData) => {
    const { algorithm, value } = macData.sequence((digestInfo) => ({
      algorithm: digestInfo.sequence(readMacAlgorithm),
      value: digestInfo.octetString(),
    }))
    const salt = macData.octetString()
    const iterations = macData.optional(tags.integer, (one) => one.smallInteger(0x7fff_ffff)) ?? 1
    return async (content, password) =>
      sameOctets(value, await algorithm(content, password, { salt, iterations }))
  })
}

type MacAlgorithm = (
  content: Uint8Array,
  password: string,
  outer: { readonly salt: Uint8Array; readonly iterations: number },
) => Promise<Uint8Array>

function readMacAlgorithm(reader: DerReader): MacAlgorithm {
  const oid = reader.oid()
  if (oid === pbmac1) return reader.sequence(readPbmac1)
  const hash = Object.entries(hashAlgorithms).find(([, facts]) => facts.oid === oid)?.[0]
  if (hash === undefined || !isPasswordHash(hash)) throw unsupported(`a MAC by ${oid}`)
  if (!reader.atEnd) reader.null()
  return async (content, password, { salt, iterations }) => {
    if (iterations < 1 || iterations > mostIterations) throw tooManyIterations(iterations)
    return hmac(hash, pkcs12MacKey(hash, bmpString(password), salt, iterations), content)
  }
}

/** RFC 9579 §4: salt and iterations of MacData itself mean nothing then. */
function readPbmac1(reader: DerReader): MacAlgorithm {
  const { hash, salt, iterations, keyOctets } = readPbkdf2(reader)
  const scheme = macAlgorithm(reader)
  const macHash = hmacs[scheme]
  if (macHash === undefined) throw unsupported(`a MAC by ${scheme}`)
  if (keyOctets === undefined || keyOctets < macKeyOctets.least || keyOctets > macKeyOctets.most) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the key of the MAC has ${keyOctets ?? 'no stated number of'} octets; ${macKeyOctets.least} to ${macKeyOctets.most} are allowed`,
    )
  }
  return async (content, password) =>
    hmac(macHash, await pbkdf2(hash, utf8(password), salt, iterations, keyOctets), content)
}

function tooManyIterations(iterations: number): ServiceError {
  const text = `a password is to be hashed ${iterations} times; 1 to ${mostIterations} are done`
  return new ServiceError('LIMIT_EXCEEDED', text)
}

type Safe = (password: string) => Promise<readonly Uint8Array[]>

/** A ContentInfo: SafeContents in the open, or encrypted under the password. */
function readSafe(reader: DerReader): Safe {
  return reader.sequence((info) => {
    const type = info.oid()
    if (type === oids.data) {
      const content = info.inside(contextConstructed(0), (explicit) => explicit.octetString())
      return (password) => keysOf(content, password)
    }
    if (type !== encryptedData) throw unsupported(`a safe of ${type}`)
    return info.inside(contextConstructed(0), (explicit) =>
      explicit.sequence((data) => {
        data.smallInteger(2)
        return data.sequence((encrypted) => {
          const inner = encrypted.oid()
          if (inner !== oids.data) throw unsupported(`a safe of encrypted ${inner}`)
          const open = readPasswordCipher(encrypted)
          const content = encrypted.octetString(contextPrimitive(0))
          return async (password) => keysOf(await open(content, utf8(password)), password)
        })
      }),
    )
  })
}

async function keysOf(safeContents: Uint8Array, password: string): Promise<readonly Uint8Array[]> {
  const found = parseDer('SafeContents', safeContents, (reader) =>
    reader.each(tags.sequence, (each) =>
      each.sequence((bag) => {
        const type = bag.oid()
        const value = bag.inside(contextConstructed(0), (explicit) => explicit.element().raw)
        bag.optional(tags.set, (attributes) => attributes.element())
        return { type, value }
      }),
    ),
  )
  const keys: Uint8Array[] = []
  for (const { type, value } of found) {
    if (type === bags.key) keys.push(value)
    else if (type === bags.shroudedKey) keys.push(await openEncryptedKey(value, utf8(password)))
  }
  return keys
}

/** RFC 7292 appendix B.1. */
function bmpString(password: string): Uint8Array {
  const units = [...password].flatMap((character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)),
  )
  return concatBytes(...[...units, 0].map((unit) => Uint8Array.of(unit >> 8, unit & 0xff)))
}

/** Without telling by time how much was right. */
function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  let differences = a.length ^ b.length
  for (let i = 0; i < a.length; i++) differences |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return differences === 0
}
