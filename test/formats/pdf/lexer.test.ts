// Objects from octets, ISO 32000-2 §7.3.

import { describe, expect, test } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { PdfLexer } from '../../../src/formats/pdf/lexer.ts'
import type { PdfObject } from '../../../src/formats/pdf/objects.ts'
import { PdfWindow } from '../../../src/formats/pdf/window.ts'
import { latin1Bytes, writeObject } from '../../../src/formats/pdf/write-object.ts'

function parse(text: string): PdfObject {
  return new PdfLexer(latin1Bytes(text), 0, 0, true).object()
}

function codeOf(text: string): string {
  try {
    parse(text)
    return 'accepted'
  } catch (error) {
    return isServiceError(error) ? error.code : 'crashed'
  }
}

describe('objects', () => {
  test.each([
    ['42', '42'],
    ['-17', '-17'],
    ['+3', '3'],
    ['-.5', '-0.5'],
    ['4.', '4'],
    ['true', 'true'],
    ['null', 'null'],
    ['/Name#20x', '/Name#20x'],
    ['/A#', '/A#23'],
    ['(a(b)c\\)\\101\\n)', '<612862296329410a>'],
    ['<48 65 6C6c6F7>', '<48656c6c6f70>'],
    ['(plain)', '(plain)'],
    ['[1 2 0 R 3]', '[1 2 0 R 3]'],
    ['[1 2 3]', '[1 2 3]'],
    ['<</A 1/B[/C(d)]>>', '<</A 1/B [/C (d)]>>'],
    ['% comment\n7', '7'],
  ])('reads %s and writes it one way', (text, written) => {
    expect(writeObject(parse(text))).toBe(written)
  })

  test.each([
    '1.2.3',
    '--5',
    '12abc',
    '<4G>',
    '(open',
    '<48',
    '<</A 1',
    '<<1 2>>',
    'nonsense',
    '>>',
    '',
    '99999999 0 R',
    '0 0 R',
    '123456789012345678901234567890',
  ])('refuses %s', (text) => {
    expect(codeOf(text)).toBe('MALFORMED_PDF')
  })

  test('keeps the first of two equal keys and says that there were two', () => {
    const dict = parse('<</A 1/B 2/A 3>>')
    expect(dict).toMatchObject({ kind: 'dict', duplicateKey: 'A' })
  })

  test('refuses nesting deeper than the limit instead of overflowing the stack', () => {
    expect(codeOf('['.repeat(100_000))).toBe('LIMIT_EXCEEDED')
    expect(codeOf('<</A'.repeat(100_000))).toBe('LIMIT_EXCEEDED')
  })

  test('knows where a string stands in the file', () => {
    const lexer = new PdfLexer(latin1Bytes('/Contents <00ff> '), 0, 1000, true)
    lexer.object()
    expect(lexer.object()).toMatchObject({ kind: 'string', hex: true, start: 1010, end: 1016 })
  })
})

describe('windows', () => {
  test('an object that exceeds the first window is read whole', async () => {
    const body = `<</A(${'x'.repeat(10_000)})/B[1 0 R 22 0 R]/C 12>>`
    const window = new PdfWindow(bytesSource(latin1Bytes(body)), undefined)
    const read = await window.parse(0, (lexer) => lexer.object())
    expect(writeObject(read)).toBe(`<</A (${'x'.repeat(10_000)})/B [1 0 R 22 0 R]/C 12>>`)
  })

  test('a token that a window cuts in two is the token of the file', async () => {
    for (let padding = 4080; padding < 4100; padding++) {
      const body = `<</A(${'x'.repeat(padding - 8)})/B 123 45 R/C true>>`
      const window = new PdfWindow(bytesSource(latin1Bytes(`${body} `)), undefined)
      const read = await window.parse(0, (lexer) => lexer.object())
      expect(writeObject(read)).toBe(`<</A (${'x'.repeat(padding - 8)})/B 123 45 R/C true>>`)
    }
  })
})
