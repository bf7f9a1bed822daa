// Reads CRLs and OCSP answers, each octet string once: what is known of a list is found again by its object.

import { equalBytes } from '../bytes.ts'
import { isServiceError } from '../errors.ts'
import {
  type BasicOcspResponse,
  parseBasicOcspResponse,
  parseOcspResponse,
} from '../formats/ocsp/response.ts'
import { type CertificateList, parseCertificateList } from '../formats/x509/certificate-list.ts'
import type { Reason } from './report.ts'
import { reason } from './wording.ts'

export interface RevocationData {
  readonly crls: readonly CertificateList[]
  readonly ocsps: readonly BasicOcspResponse[]
}

/** Reads what can be read; each piece that cannot is told of and left out. */
export function readRevocationData(
  crls: Iterable<Uint8Array>,
  ocsps: Iterable<Uint8Array>,
  basicOcsps: Iterable<Uint8Array> = [],
): RevocationData & { readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = []
  const read = <T>(ders: Iterable<Uint8Array>, parsed: (der: Uint8Array) => Parsed<T>): T[] => {
    const values = new Set<T>()
    for (const der of ders) {
      const { value, problem } = parsed(der)
      if (value !== undefined) values.add(value)
      if (problem !== undefined) reasons.push(reason('REVOCATION_DATA_UNREADABLE', problem))
    }
    return [...values]
  }
  const answers = read(ocsps, (der) => parsedOcsp(der, 'OCSPResponse'))
  const basic = read(basicOcsps, (der) => parsedOcsp(der, 'BasicOCSPResponse'))
  return { crls: read(crls, parsedList), ocsps: [...new Set([...answers, ...basic])], reasons }
}

/** @returns undefined when it cannot be parsed. */
export function certificateListOf(der: Uint8Array): CertificateList | undefined {
  return parsedList(der).value
}

/** @returns undefined when it cannot be parsed, or is no success. */
export function basicOcspOf(der: Uint8Array, type: OcspType): BasicOcspResponse | undefined {
  return parsedOcsp(der, type).value
}

type OcspType = 'OCSPResponse' | 'BasicOCSPResponse'

interface Parsed<T> {
  readonly value: T | undefined
  readonly problem: string | undefined
}

/** The same octets give the same object: small ones while there is room, large ones while somebody holds the object. */
class Known<T extends object> {
  readonly #small = new Map<string, Parsed<T>>()
  readonly #large = new Map<string, WeakRef<Held<T>>>()
  readonly #holders = new WeakMap<T, Held<T>>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get(der: Uint8Array, parse: (der: Uint8Array) => T | undefined): Parsed<T> {
    return der.length <= octetsLimit ? this.#getSmall(der, parse) : this.#getLarge(der, parse)
  }

  #getSmall(der: Uint8Array, parse: (der: Uint8Array) => T | undefined): Parsed<T> {
    const key = latin1.decode(der)
    const known = this.#small.get(key)
    if (known !== undefined) return known
    // A copy, for the caller may write to its buffer afterwards.
    const parsed = attempt(new Uint8Array(der), parse)
    if (this.#small.size >= this.#limit) this.#small.clear()
    this.#small.set(key, parsed)
    return parsed
  }

  #getLarge(der: Uint8Array, parse: (der: Uint8Array) => T | undefined): Parsed<T> {
    const key = `${der.length} ${latin1.decode(der.subarray(-128))}`
    const held = this.#large.get(key)?.deref()
    if (held !== undefined && equalBytes(held.der, der)) return held.parsed
    const parsed = attempt(der, parse)
    if (parsed.value !== undefined) {
      const holder = { der, parsed }
      this.#holders.set(parsed.value, holder)
      if (this.#large.size >= this.#limit) this.#large.clear()
      this.#large.set(key, new WeakRef(holder))
    }
    return parsed
  }
}

interface Held<T> {
  readonly der: Uint8Array
  readonly parsed: Parsed<T>
}

const octetsLimit = 65_536
const latin1 = new TextDecoder('latin1')
const lists = new Known<CertificateList>(100)
const answersByType: Readonly<Record<OcspType, Known<BasicOcspResponse>>> = {
  OCSPResponse: new Known(500),
  BasicOCSPResponse: new Known(500),
}

function parsedList(der: Uint8Array): Parsed<CertificateList> {
  return lists.get(der, parseCertificateList)
}

function parsedOcsp(der: Uint8Array, type: OcspType): Parsed<BasicOcspResponse> {
  return answersByType[type].get(
    der,
    type === 'OCSPResponse' ? (octets) => parseOcspResponse(octets).basic : parseBasicOcspResponse,
  )
}

function attempt<T extends object>(der: Uint8Array, parse: (der: Uint8Array) => T | undefined): Parsed<T> {
  try {
    return { value: parse(der), problem: undefined }
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { value: undefined, problem: error.message }
  }
}
