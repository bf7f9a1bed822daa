// The file of the custody record: read strictly, replaced whole. Launcher only.

import { readFileSync } from 'node:fs'
import { utf8 } from '../../bytes.ts'
import { writeDurably } from '../durable-file.ts'
import { type CustodyRecord, parseCustodyRecord } from './custody-record.ts'

export type CustodyFile =
  | { readonly kind: 'found'; readonly record: CustodyRecord; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly reason: string }

export function readCustodyFile(path: string): CustodyFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'ENOENT') return { kind: 'absent' }
    return { kind: 'unusable', reason: `the custody record ${path} cannot be read (${String(code)})` }
  }
  const record = parseCustodyRecord(text)
  if (record !== undefined) return { kind: 'found', record, text }
  return {
    kind: 'unusable',
    reason: `the custody record ${path} is damaged. Restore it from its backup; without it no key opens`,
  }
}

export function writeCustodyFile(path: string, text: string): void {
  writeDurably(path, utf8(text), 0o600)
}
