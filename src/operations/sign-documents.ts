// `signDocuments`: a list of documents that is approved as one, each by its digest, and signed with a key that is marked.

import { z } from 'zod'
import { fromHex, toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { chunksOf } from '../formats/byte-source.ts'
import { digestPieces } from '../formats/digest-pieces.ts'
import type { ApprovedDocument } from '../policy/approvals.ts'
import { insertApprovedSignature, listApprovedSignatures } from '../registry/approved-signatures.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { asCaller, asService } from './as-caller.ts'
import { requireItems } from './batch.ts'
import { noSuchKey } from './change-key.ts'
import type { Deps } from './deps.ts'
import { type DocumentInput, openDocument } from './documents.ts'
import { idempotently } from './idempotently.ts'
import { parseKeyName, parseTitle } from './names.ts'
import { type ActDefinition, type Execution, identifier, keyName, nameOfKey } from './proposable-act.ts'
import { reachUnit } from './reach-unit.ts'
import {
  keptSignature,
  recalledSignature,
  type SignDocumentInput,
  type SignDocumentResult,
  signOnce,
} from './sign-document.ts'
import { type SignatureFormat, type SignatureLevel, signatureForm } from './signature-forms.ts'

export interface SignDocumentsInput {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: string
  /** The newest valid one when it is signed, when absent. */
  readonly certificateSerialHex?: string | null | undefined
  readonly documents: readonly DocumentToSign[]
  readonly idempotencyKey?: string | null | undefined
}

export interface DocumentToSign {
  /** Lower-case hexadecimal, of the document as it is before it is signed. */
  readonly sha256: string
  /** What those who approve know it by. */
  readonly title: string
  readonly format: SignatureFormat
  readonly level: SignatureLevel
  readonly detached: boolean
}

export type DocumentOutcome =
  | ({ readonly kind: 'done' } & SignDocumentResult)
  | { readonly kind: 'error'; readonly error: ServiceError }

export interface SignedDocuments {
  /** In the order in which the documents were brought. */
  readonly outcomes: readonly DocumentOutcome[]
  /** How many of the list are not signed yet. */
  readonly missing: number
}

const maxDocuments = 1000

/**
 * A list is one act: whoever approves it approves each document in it, and exactly those. It is signed as its documents
 * are brought, in any order; each is signed once, and brought again gives the same answer for a day.
 */
export const proposedSignatures: ActDefinition<SignDocumentsInput> = {
  async resolve(deps, call, input) {
    const { unitPath, name } = parseKeyName(input.key)
    const path = await reachUnit(deps, call, 'read', unitPath)
    const { key, active } = await asCaller(deps, call, async (tx, scope) => {
      const key = await findKey(tx, scope, unitPath, name)
      if (key === undefined) throw noSuchKey(input.key)
      return { key, active: await activeSigningKey(tx, scope, key.id) }
    })
    const { purpose, unitId, keyId, version } = active.identity
    if (purpose !== 'sign-document')
      throw new ServiceError(
        'PURPOSE_MISMATCH',
        `the key ${input.key} is for ${purpose}, not for sign-document`,
      )
    return {
      act: {
        act: 'signDocuments',
        unitId,
        parameters: {
          keyId,
          keyVersion: version,
          certificateSerialHex: input.certificateSerialHex ?? null,
          documents: listOf(input.documents),
        },
      },
      names: { key: keyName(key) },
      paths: [path],
    }
  },
  async perform(deps, call, parameters, execution) {
    const approved = approvedList.parse(parameters)
    if (execution.documents.length < 1 || execution.documents.length > maxDocuments) {
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `documents has ${execution.documents.length} elements; 1 to ${maxDocuments} of those approved are allowed`,
      )
    }
    const key = await nameOfKey(deps, approved.keyId)
    const outcomes: DocumentOutcome[] = []
    for (const document of execution.documents)
      outcomes.push(await outcomeOf(signApproved(deps, call, { approved, key, document, execution })))
    const signed = await asService(deps, (tx) => listApprovedSignatures(tx, execution.proposalId))
    return { act: 'signDocuments', outcomes, missing: approved.documents.length - signed.length }
  },
}

const approvedList = z.object({
  keyId: identifier,
  certificateSerialHex: z.string().nullable(),
  documents: z.array(
    z.object({
      sha256: z.string(),
      ...signatureForm,
      detached: z.boolean(),
    }),
  ),
})

interface OneOfList {
  readonly approved: z.infer<typeof approvedList>
  /** `UNIT/NAME`, as it is called by now. */
  readonly key: string
  readonly document: DocumentInput
  readonly execution: Execution
}

async function signApproved(
  deps: Deps,
  call: Call,
  { approved, key, document, execution }: OneOfList,
): Promise<SignDocumentResult> {
  const { source } = await openDocument(deps, call, document)
  const sha256 = toHex(await digestPieces('sha-256', chunksOf(source)))
  const listed = approved.documents.find((one) => one.sha256 === sha256)
  if (listed === undefined)
    throw new ServiceError('APPROVAL_INVALID', `the document ${sha256} is not in the list that was approved`)
  const { format, level, detached } = listed
  const input: SignDocumentInput = {
    key,
    document,
    format,
    level,
    detached,
    certificateSerialHex: approved.certificateSerialHex,
  }
  const { proposalId, idempotencyKey } = execution
  const answer = await idempotently(deps, call, {
    operation: 'signDocuments',
    key: `${idempotencyKey} ${sha256}`,
    input: { sha256 },
    run: async (run) => {
      const before = await asService(deps, (tx) => listApprovedSignatures(tx, proposalId))
      if (before.some((one) => toHex(one.sha256) === sha256))
        throw new ServiceError(
          'PROPOSAL_NOT_OPEN',
          `the document ${sha256} was signed on this proposal before`,
        )
      const answer = await signOnce(deps, call, input)
      await asService(deps, async (tx) => {
        await insertApprovedSignature(tx, {
          proposalId,
          sha256: digestIn(listed),
          auditEntryId: answer.result.auditEntryId,
          signedAt: deps.clock.now(),
        })
        await run.keep(tx, keptSignature(answer))
      })
      return answer
    },
    remember: keptSignature,
    recall: (kept) => recalledSignature(kept, document.base64),
  })
  return answer.result
}

/** One document that is refused or damaged leaves the others alone. */
async function outcomeOf(work: Promise<SignDocumentResult>): Promise<DocumentOutcome> {
  try {
    return { kind: 'done', ...(await work) }
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { kind: 'error', error }
  }
}

function listOf(documents: readonly DocumentToSign[]) {
  requireItems(documents, 'documents', maxDocuments)
  const seen = new Set<string>()
  return documents.map(({ sha256, title, format, level, detached }) => {
    digestIn({ sha256 })
    if (seen.has(sha256)) throw new ServiceError('INVALID_ARGUMENT', `the document ${sha256} is listed twice`)
    seen.add(sha256)
    if (format === 'PAdES' && detached)
      throw new ServiceError('INVALID_ARGUMENT', 'detached: a PAdES signature stands in the PDF')
    return { sha256, title: parseTitle(title), format, level, detached }
  })
}

function digestIn({ sha256 }: Pick<ApprovedDocument, 'sha256'>): Uint8Array {
  const octets = /^[0-9a-f]{64}$/.test(sha256) ? fromHex(sha256) : undefined
  if (octets === undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'sha256: 64 lower-case hexadecimal digits are expected')
  return octets
}
