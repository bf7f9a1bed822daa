// `verifyDocument`: the verdict on a stranger's file, made in an inspector, by the office's own trust or the caller's.

import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import { noTrust, type TrustMaterial } from '../validation/input.ts'
import type { ValidationReport } from '../validation/report.ts'
import type { Deps } from './deps.ts'
import { type DocumentInput, openDocument } from './documents.ts'
import { officeTrust } from './office-trust.ts'

export interface VerifyDocumentInput {
  readonly document: DocumentInput
  readonly contents: readonly DocumentInput[]
  /** Replaces the office's own anchors. */
  readonly trust?:
    | {
        readonly anchorsPem: readonly string[]
        readonly crls: readonly Uint8Array[]
        readonly ocsps: readonly Uint8Array[]
      }
    | null
    | undefined
  readonly at?: Date | null | undefined
}

const contentsLimit = 16

/**
 * @returns a verdict also for broken input.
 * @throws ServiceError `NOT_FOUND`, `LIMIT_EXCEEDED` for documents that cannot be had; `INVALID_ARGUMENT` for an
 *   anchor that is no PEM certificate, naming it; `BUSY` when all inspectors work.
 */
export async function verifyDocument(
  deps: Deps,
  call: Call,
  input: VerifyDocumentInput,
): Promise<ValidationReport> {
  if (input.contents.length > contentsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `contents has ${input.contents.length} elements; ${contentsLimit} are allowed`,
    )
  }
  const document = (await openDocument(deps, call, input.document)).source
  const contents: ByteSource[] = []
  for (const content of input.contents) contents.push((await openDocument(deps, call, content)).source)
  return deps.inspectors.validateDocument({
    document,
    contents,
    trust: input.trust == null ? await officeTrust(deps) : callersTrust(input.trust),
    at: input.at ?? deps.clock.now(),
  })
}

function callersTrust(trust: NonNullable<VerifyDocumentInput['trust']>): TrustMaterial {
  return {
    ...noTrust,
    anchors: trust.anchorsPem.flatMap(anchorsIn),
    crls: trust.crls,
    ocsps: trust.ocsps,
  }
}

/** What is within is read where strangers' octets are: what is no certificate there vouches for nothing. */
function anchorsIn(pem: string, index: number): readonly Uint8Array[] {
  try {
    return certificatesInPem(pem)
  } catch (error) {
    if (!isServiceError(error)) throw error
    throw new ServiceError(error.code, `trust.anchorsPem[${index}]: ${error.message}`, { cause: error })
  }
}
