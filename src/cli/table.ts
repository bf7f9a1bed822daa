// Lists for people: aligned columns without lines, safe to show whatever the values hold.

import Table from 'cli-table3'

/** @param rows values of the columns; null shows as a dash. */
export function table(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const plain = new Table({
    head: [...head],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  })
  for (const row of rows) plain.push(row.map((value) => (value === null ? '-' : printable(value))))
  return plain
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/**
 * Text of strangers for a terminal: control characters (also those that turn the direction of writing, with which
 * a name can be made to look like another) become visible.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
