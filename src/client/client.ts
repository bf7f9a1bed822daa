// The client that applications import: one method per journey, in Node and in a browser.

import { certificatesInPem } from '../formats/x509/pem.ts'
import type {
  AccessMethods,
  CertificateMethods,
  DataMethods,
  DocumentMethods,
  EnvelopeMethods,
  KeyMethods,
  LogMethods,
  OfficeMethods,
  ProposalMethods,
  UnitMethods,
} from './client-types.ts'
import { accessOf } from './methods/access.ts'
import { certificatesOf } from './methods/certificates.ts'
import { dataOf } from './methods/data.ts'
import { documentsOf } from './methods/documents.ts'
import { envelopesOf } from './methods/envelopes.ts'
import { keysOf } from './methods/keys.ts'
import { logOf } from './methods/log.ts'
import { officeOf } from './methods/office.ts'
import { proposalsOf } from './methods/proposals.ts'
import type { Requests } from './methods/requests.ts'
import { unitsOf } from './methods/units.ts'
import { operations } from './operations.ts'
import type { SealingPlatform } from './sealing.ts'
import { sizeOf, uploadDocument } from './transfer.ts'
import { createTransport, type TransportOptions } from './transport.ts'

export type ClientOptions = TransportOptions & {
  /** Of keys and nonces. Default: the platform's. */
  readonly randomOctets?: ((octets: number) => Uint8Array) | undefined
  /** Default: the platform's clock. */
  readonly now?: (() => Date) | undefined
  /** For idempotency keys. Default: the platform's. */
  readonly randomUuid?: (() => string) | undefined
}

/** What may still be inside a GraphQL request; anything larger is uploaded first. */
export const inlineOctets = 512 * 1024

/**
 * All methods throw ChanceryError. Requests that are harmless to repeat are repeated by themselves when the error is
 * retryable: queries, and mutations that create something, for which the client makes an idempotency key.
 * `sign`, `prepareSignature`, `timestamp`, revocations and what uses keys on data are sent once; the caller decides. When
 * the answer to `issueToken` or `createEnrolment` was lost, its secret is too: the repetition says `ALREADY_EXISTS`. Who
 * looks for one thing gets undefined when there is none that the caller may see; lists fetch their pages while they are
 * read.
 */
export interface ChanceryClient
  extends OfficeMethods,
    UnitMethods,
    KeyMethods,
    CertificateMethods,
    DocumentMethods,
    EnvelopeMethods,
    DataMethods,
    AccessMethods,
    ProposalMethods,
    LogMethods {}

export function createClient(options: ClientOptions): ChanceryClient {
  const transport = createTransport(options)
  const { send } = transport
  const randomUuid = options.randomUuid ?? (() => globalThis.crypto.randomUUID())
  const platform: SealingPlatform = {
    random: options.randomOctets ?? ((octets) => globalThis.crypto.getRandomValues(new Uint8Array(octets))),
    now: options.now ?? (() => new Date()),
    async unitCertificate(unit) {
      const { certificatePem } = await send(operations.recipient, { unit })
      const [certificate] = certificatesInPem(certificatePem)
      if (certificate === undefined) throw new Error('a PEM text without a certificate')
      return certificate
    },
  }
  const requests: Requests = {
    ...transport,
    named: (input) => ({ input: { ...input, idempotencyKey: input.idempotencyKey ?? randomUuid() } }),
    async documentInput(content, transfer) {
      if ('id' in content) return { id: content.id }
      const size = sizeOf(content)
      if (size === undefined || size > inlineOctets)
        return { id: (await uploadDocument(transport, content, transfer)).id }
      if (content instanceof Uint8Array) return { base64: content }
      return { base64: 'read' in content ? await content.read(0, size) : await gathered(content) }
    },
  }
  return {
    ...officeOf(requests),
    ...unitsOf(requests),
    ...keysOf(requests),
    ...certificatesOf(requests),
    ...documentsOf(requests),
    ...envelopesOf(requests, platform),
    ...dataOf(requests),
    ...accessOf(requests),
    ...proposalsOf(requests),
    ...logOf(requests),
  }
}

async function gathered(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of content) pieces.push(Uint8Array.from(piece))
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}
