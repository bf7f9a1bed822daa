// What signatures forbid to whoever comes later: DocMDP and FieldMDP, ISO 32000-2 §12.8.2.2 and §12.8.2.4.

import type { PdfDocument } from '../pdf/document.ts'
import {
  entry,
  isArray,
  isDict,
  isName,
  isString,
  type PdfDict,
  type PdfObject,
  textOf,
} from '../pdf/objects.ts'

/** 1 nothing, 2 form filling and signing, 3 annotations as well (table 257). */
export type DocMdpLevel = 1 | 2 | 3

export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude'
  readonly fields: readonly string[]
}

export interface ModificationPermissions {
  /** Undefined when no signature states a level. */
  readonly docMdp: DocMdpLevel | undefined
  readonly locks: readonly FieldLock[]
}

export const noPermissionsStated: ModificationPermissions = { docMdp: undefined, locks: [] }

/** Reads the transform methods of one signature dictionary. What cannot be understood forbids everything. */
export async function permissionsOf(
  document: PdfDocument,
  signature: PdfDict,
  revision: number,
): Promise<ModificationPermissions> {
  const references = await document.get(signature, 'Reference', revision)
  if (references === null) return noPermissionsStated
  let permissions = noPermissionsStated
  for (const item of isArray(references) ? references.items : [references]) {
    const reference = await document.resolve(item, revision)
    if (!isDict(reference)) return { docMdp: 1, locks: [] }
    const method = await document.get(reference, 'TransformMethod', revision)
    const parameters = await document.get(reference, 'TransformParams', revision)
    const dict = isDict(parameters) ? parameters : undefined
    if (isName(method, 'DocMDP')) {
      permissions = combine(permissions, { docMdp: await docMdpLevel(document, dict, revision), locks: [] })
    } else if (isName(method, 'FieldMDP')) {
      permissions = combine(permissions, {
        docMdp: undefined,
        locks: [await fieldLock(document, dict, revision)],
      })
    }
  }
  return permissions
}

export function combine(a: ModificationPermissions, b: ModificationPermissions): ModificationPermissions {
  const levels = [a.docMdp, b.docMdp].filter((level) => level !== undefined)
  const strictest = levels.includes(1) ? 1 : levels.includes(2) ? 2 : levels.includes(3) ? 3 : undefined
  return { docMdp: strictest, locks: [...a.locks, ...b.locks] }
}

/** True when one of `locks` covers the field or a field above it. */
export function isLocked(locks: readonly FieldLock[], fieldName: string): boolean {
  return locks.some((lock) => {
    if (lock.action === 'All') return true
    const named = lock.fields.some((name) => fieldName === name || fieldName.startsWith(`${name}.`))
    return lock.action === 'Include' ? named : !named
  })
}

async function docMdpLevel(
  document: PdfDocument,
  parameters: PdfDict | undefined,
  revision: number,
): Promise<DocMdpLevel> {
  if (parameters === undefined) return 2
  const level = await document.get(parameters, 'P', revision)
  if (level === null) return 2
  return level === 2 || level === 3 ? level : 1
}

/** Reads a FieldMDP transform or a signature field's /Lock, which have the same entries. */
async function fieldLock(
  document: PdfDocument,
  parameters: PdfDict | undefined,
  revision: number,
): Promise<FieldLock> {
  const action = parameters === undefined ? null : await document.get(parameters, 'Action', revision)
  const names = parameters === undefined ? null : await document.get(parameters, 'Fields', revision)
  const fields = await namesOf(document, names, revision)
  if (isName(action, 'Include')) return { action: 'Include', fields }
  if (isName(action, 'Exclude')) return { action: 'Exclude', fields }
  return { action: 'All', fields: [] }
}

async function namesOf(
  document: PdfDocument,
  object: PdfObject,
  revision: number,
): Promise<readonly string[]> {
  const names: string[] = []
  for (const item of isArray(object) ? object.items : []) {
    const name = await document.resolve(item, revision)
    if (isString(name)) names.push(textOf(name))
  }
  return names
}

/** True when the dictionary says that it is a signature or time-stamp, or has what only those have. */
export function isSignatureDictionary(dict: PdfDict): boolean {
  const type = entry(dict, 'Type')
  return (
    isName(type, 'Sig') ||
    isName(type, 'DocTimeStamp') ||
    (type === null && entry(dict, 'ByteRange') !== null)
  )
}
