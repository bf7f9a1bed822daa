// What later revisions did to a signed one, and whether its signatures permit it: DocMDP, FieldMDP, and a whitelist.

import {
  combine,
  isLocked,
  type ModificationPermissions,
  noPermissionsStated,
  permissionsOf,
} from '../../formats/pades/modification-permissions.ts'
import type { PdfDocument } from '../../formats/pdf/document.ts'
import { isDict } from '../../formats/pdf/objects.ts'
import type { LaterChange } from '../report.ts'
import type { RevisionChange } from './changes.ts'
import { compareRevisions } from './compare-revisions.ts'
import type { FoundSignature } from './find-signatures.ts'
import { checkTrees } from './tree-cycles.ts'

export class LaterChanges {
  readonly #document: PdfDocument
  readonly #signatures: readonly FoundSignature[]
  readonly #firstRevision: number
  readonly #permissions = new Map<FoundSignature, ModificationPermissions>()
  #judged: readonly LaterChange[] | undefined

  /** @param firstRevision the earliest that any of `signatures` covers. */
  constructor(document: PdfDocument, signatures: readonly FoundSignature[], firstRevision: number) {
    this.#document = document
    this.#firstRevision = firstRevision
    this.#signatures = signatures
  }

  /**
   * The changes of all revisions after `revision`. Each is judged under every signature that stood when it was made,
   * not only under one: who broke the terms of any signature did not just fill in a form.
   *
   * @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`.
   */
  async after(revision: number): Promise<readonly LaterChange[]> {
    const untouched =
      revision === this.#document.revisions.length && this.#document.newest.end === this.#document.size
    if (untouched) return []
    this.#judged ??= await this.#judgeAll()
    return this.#judged.filter((change) => change.revision > revision || change.kind === trailingData)
  }

  async #judgeAll(): Promise<readonly LaterChange[]> {
    const first = this.#firstRevision
    const judged: LaterChange[] = []
    // Once: whatever a later revision does to these trees is a forbidden change.
    await checkTrees(this.#document, first)
    for (let revision = first + 1; revision <= this.#document.revisions.length; revision++) {
      const changes = await compareRevisions(this.#document, revision)
      const permissions = await this.#permissionsBefore(revision)
      const named = new Map<string, LaterChange>()
      for (const change of changes) {
        const permitted = isPermitted(change, permissions)
        named.set(`${change.kind} ${permitted}`, { revision, kind: change.kind, permitted })
      }
      for (const change of named.values()) judged.push(change)
    }
    const { newest, size } = this.#document
    if (newest.end < size && !this.#coveredToTheEnd(newest.end)) {
      judged.push({ revision: newest.number, kind: trailingData, permitted: false })
    }
    return judged
  }

  /** Octets behind the last revision are harmless when the signature of that revision covers them. */
  #coveredToTheEnd(end: number): boolean {
    return this.#signatures.some((signature) => signatureEnd(signature) > end)
  }

  /** Read once for each signature, however many revisions follow it. */
  async #permissionsOf(signature: FoundSignature): Promise<ModificationPermissions> {
    const known = this.#permissions.get(signature)
    if (known !== undefined) return known
    const read = await permissionsOf(this.#document, signature.dict, signature.firstRevision)
    this.#permissions.set(signature, read)
    return read
  }

  async #permissionsBefore(revision: number): Promise<ModificationPermissions> {
    let permissions = noPermissionsStated
    for (const signature of this.#signatures) {
      if (signature.firstRevision >= revision || signature.hidden) continue
      permissions = combine(permissions, await this.#permissionsOf(signature))
    }
    const rights = await this.#document.get(await this.#document.catalog(revision - 1), 'Perms', revision - 1)
    const certification = isDict(rights) ? await this.#document.get(rights, 'DocMDP', revision - 1) : null
    if (!isDict(certification)) return permissions
    return combine(permissions, await permissionsOf(this.#document, certification, revision - 1))
  }
}

const trailingData = 'trailing_data_added'

/** Offset behind the last octet that its /ByteRange names. */
export function signatureEnd(signature: FoundSignature): number {
  const range = signature.dict.entries.get('ByteRange')
  if (typeof range !== 'object' || range?.kind !== 'array') return 0
  const [, , second, length] = range.items
  return typeof second === 'number' && typeof length === 'number' ? second + length : 0
}

function isPermitted(change: RevisionChange, permissions: ModificationPermissions): boolean {
  switch (change.permittedAs) {
    case 'always':
      return true
    case 'form_filling':
      if (permissions.docMdp === 1) return false
      return change.fieldName === undefined || !isLocked(permissions.locks, change.fieldName)
    case 'annotation':
      return permissions.docMdp === 3
    case 'never':
      return false
  }
}
