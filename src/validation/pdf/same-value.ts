// Equality of PDF objects as values: references are equal when they name the same object, whatever it holds.

import { equalBytes } from '../../bytes.ts'
import type { PdfDict, PdfObject } from '../../formats/pdf/objects.ts'

export function sameValue(a: PdfObject, b: PdfObject): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  switch (a.kind) {
    case 'name':
      return b.kind === 'name' && a.value === b.value
    case 'string':
      return b.kind === 'string' && equalBytes(a.bytes, b.bytes)
    case 'ref':
      return b.kind === 'ref' && a.number === b.number && a.generation === b.generation
    case 'array':
      return (
        b.kind === 'array' &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => sameValue(item, b.items[index] ?? null))
      )
    case 'dict':
      return b.kind === 'dict' && sameDict(a, b)
    case 'stream':
      return b.kind === 'stream' && a.dataStart === b.dataStart && sameDict(a.dict, b.dict)
  }
}

/** Two dictionaries with a key twice are never equal: which of the values counts is anybody's guess. */
function sameDict(a: PdfDict, b: PdfDict): boolean {
  if (b.duplicateKey !== undefined || a.duplicateKey !== b.duplicateKey) return false
  return changedKeys(a, b).length === 0
}

/** The keys whose values differ; a key with the value null counts as absent. */
export function changedKeys(a: PdfDict, b: PdfDict): readonly string[] {
  const changed: string[] = []
  for (const [key, value] of a.entries) if (!sameValue(value, b.entries.get(key) ?? null)) changed.push(key)
  for (const [key, value] of b.entries) if (value !== null && !a.entries.has(key)) changed.push(key)
  return changed
}
