// What a JWS was made over (RFC 7515 §5.1, RFC 7797 §3; TS 119 182-1 §5.2.8): its payload, or content that lies elsewhere.

import { digest } from '#primitives'
import { concatBytes, equalBytes, toBase64Url, utf8 } from '../../bytes.ts'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import type { SigD } from '../../formats/jades/header.ts'
import { jwsOctetsLimit } from '../../formats/jades/jws.ts'
import {
  algorithmNotSupported,
  broken,
  formatFailure,
  indeterminate,
  totalFailed,
  undetermined,
} from '../failure.ts'
import type { CryptographicOutcome, ReadableContent, SignedContents } from '../formed-signature.ts'
import { type ReasonCode, reason } from '../wording.ts'

export type SignedPayload =
  | {
      readonly kind: 'present'
      /** What follows the full stop in the JWS Signing Input. */
      readonly payload: Uint8Array
      /** What time-stamps over the content are over (TS 119 182-1 §5.3.6.3). */
      readonly stamped: Uint8Array
      /** Of the content, besides that of the signature. */
      readonly digestAlgorithms: readonly HashAlgorithm[]
      /** Several contents stand one behind the other with nothing signed that says where each ends. */
      readonly unbounded?: true
    }
  | { readonly kind: 'absent'; readonly outcome: CryptographicOutcome }

/** Where the content of the signatures of one JWS is: found and encoded once, however many signatures ask. */
export class PayloadSource {
  readonly #embedded: string | undefined
  readonly #contents: SignedContents
  readonly #encodings = new Map<ReadableContent, Promise<Uint8Array>>()

  /** @param embedded the payload as it stands in the serialisation. */
  constructor(embedded: string | undefined, contents: SignedContents) {
    this.#embedded = embedded
    this.#contents = contents
  }

  /** @throws ServiceError `LIMIT_EXCEEDED`, or what a content throws when it is read. */
  async of(b64: boolean, sigD: SigD | undefined): Promise<SignedPayload> {
    const { anonymous } = this.#contents
    if (this.#embedded !== undefined) {
      if (sigD !== undefined) return wrongForm('JWS_MALFORMED', 'it has a payload and sigD')
      if (anonymous.length > 0) return wrongForm('CONTENT_EMBEDDED')
      const payload = utf8(this.#embedded)
      return { kind: 'present', payload, stamped: payload, digestAlgorithms: [] }
    }
    if (sigD === undefined) {
      const [only] = anonymous
      if (only === undefined) return missing('CONTENT_MISSING')
      if (anonymous.length > 1) return missing('TOO_MANY_CONTENTS')
      const payload = await this.#encoded(only, b64)
      return { kind: 'present', payload, stamped: payload, digestAlgorithms: [] }
    }
    switch (sigD.kind) {
      case 'by-uri':
        return this.#byUri(b64, sigD.uris)
      case 'by-uri-hash':
        return this.#byUriHash(b64, sigD)
      case 'http-headers':
        return missing('JWS_CONTENT_OUT_OF_REACH', 'HttpHeaders')
      case 'unknown':
        return missing('JWS_CONTENT_OUT_OF_REACH', sigD.mechanism.slice(0, 100))
    }
  }

  /** Without names the contents have to come in the order in which the signature lists them. */
  async #byUri(b64: boolean, uris: readonly string[]): Promise<SignedPayload> {
    const { named, anonymous } = this.#contents
    const parts: Uint8Array[] = []
    for (const [index, uri] of uris.entries()) {
      const content = named?.(uri) ?? (anonymous.length === uris.length ? anonymous[index] : undefined)
      if (content === undefined) return missing('CONTENT_MISSING', uri.slice(0, 200))
      parts.push(await this.#encoded(content, b64))
    }
    const payload = joined(parts)
    const present = { kind: 'present', payload, stamped: payload, digestAlgorithms: [] } as const
    return parts.length > 1 ? { ...present, unbounded: true } : present
  }

  /** The payload is empty; the digests in the protected header bind the contents. */
  async #byUriHash(b64: boolean, { hash, objects }: SigD & { kind: 'by-uri-hash' }): Promise<SignedPayload> {
    if (hash === undefined) {
      return { kind: 'absent', outcome: undetermined(algorithmNotSupported('hashM')) }
    }
    const { named, anonymous } = this.#contents
    const parts: Uint8Array[] = []
    const used = new Set<ReadableContent>()
    for (const { uri, digest: expected } of objects) {
      const candidate = named?.(uri)
      const candidates = candidate === undefined ? anonymous : [candidate]
      let found: ReadableContent | undefined
      for (const content of candidates) {
        if (!equalBytes(await this.#digest(content, b64, hash), expected)) continue
        found = content
        break
      }
      if (found === undefined) {
        // As many files as are signed were given, and this one is not among them.
        const changed = candidate !== undefined || anonymous.length >= objects.length
        return changed ? contentChanged(uri) : missing('CONTENT_MISSING', uri.slice(0, 200))
      }
      used.add(found)
      parts.push(await this.#encoded(found, b64))
    }
    const foreign = anonymous.filter((content) => !used.has(content)).length
    if (foreign > 0) return missing('CONTENT_NOT_SIGNED', `${foreign}`)
    return {
      kind: 'present',
      payload: new Uint8Array(0),
      stamped: joined(parts),
      digestAlgorithms: [hash],
    }
  }

  /** TS 119 182-1 §5.2.8.3: digests are over the base64url of the content, unless `b64` is false. */
  async #digest(content: ReadableContent, b64: boolean, hash: HashAlgorithm): Promise<Uint8Array> {
    return b64 ? digest(hash, await this.#encoded(content, true)) : content.digest(hash)
  }

  #encoded(content: ReadableContent, b64: boolean): Promise<Uint8Array> {
    if (!b64) return content.bytes(jwsOctetsLimit)
    const known =
      this.#encodings.get(content) ??
      content.bytes(jwsOctetsLimit).then((octets) => utf8(toBase64Url(octets)))
    this.#encodings.set(content, known)
    return known
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length > 2 * jwsOctetsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the contents have ${length} octets together; ${2 * jwsOctetsLimit} can be held`,
    )
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : concatBytes(...parts)
}

function missing(code: ReasonCode, detail?: string): SignedPayload {
  return {
    kind: 'absent',
    outcome: undetermined(indeterminate('SIGNED_DATA_NOT_FOUND', reason(code, detail))),
  }
}

function contentChanged(uri: string): SignedPayload {
  const why = reason('CONTENT_CHANGED', uri.slice(0, 200))
  return { kind: 'absent', outcome: broken(totalFailed('HASH_FAILURE', why)) }
}

function wrongForm(code: ReasonCode, detail?: string): SignedPayload {
  return { kind: 'absent', outcome: undetermined(formatFailure(reason(code, detail))) }
}
