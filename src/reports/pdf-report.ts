// The human report as PDF, A4, with its fonts embedded: the same octets in Node and in a browser.

import * as fontkit from '@cantoo/fontkit'
import { PDFDocument, type PDFFont, type PDFPage, type RGB, rgb } from '@cantoo/pdf-lib'
import type { ValidationReport } from '../validation/report.ts'
import {
  describeReport,
  type Fact,
  type ReportOptions,
  type ReportText,
  type SignatureText,
  type Tone,
} from './describe-report.ts'
import { say } from './words.ts'

/** TrueType fonts with Latin, Vietnamese, Greek and Cyrillic letters. */
export interface ReportFonts {
  readonly regular: Uint8Array
  readonly semibold: Uint8Array
}

/** @returns a whole PDF; the same report gives the same octets. */
export async function pdfReport(
  report: ValidationReport,
  options: ReportOptions,
  fonts: ReportFonts,
): Promise<Uint8Array> {
  const text = describeReport(report, options)
  const { language } = options
  const pdf = await PDFDocument.create({ updateMetadata: false })
  pdf.registerFontkit(fontkit)
  const sheet = new Sheet(pdf, {
    regular: await pdf.embedFont(fonts.regular, { subset: true }),
    semibold: await pdf.embedFont(fonts.semibold, { subset: true }),
  })
  pdf.setTitle(`${text.verdict.word}: ${options.file.name}`, { showInWindowTitleBar: true })
  pdf.setLanguage(language)
  pdf.setProducer('Chancery')
  const time = new Date(report.validationTime)
  if (!Number.isNaN(time.getTime())) {
    pdf.setCreationDate(time)
    pdf.setModificationDate(time)
  }

  sheet.banner(text.title, text.verdict.word, text.verdict.sentence, text.verdict.tone)
  if (text.practice !== undefined) sheet.paragraph(text.practice, { bold: true, colour: inks.open })
  sheet.facts(text.document)
  problemsOn(sheet, say(language, 'problems'), text, options)
  for (const signature of text.signatures) signatureOn(sheet, signature, options)
  sheet.rule()
  sheet.facts(text.basis, 8.5)
  sheet.paragraph(say(language, 'reportNote'), { size: 8.5, colour: inks.soft })
  sheet.numberPages(say(language, 'page'))
  return pdf.save()
}

function signatureOn(sheet: Sheet, signature: SignatureText, options: ReportOptions): void {
  const { language } = options
  const { verdict } = signature
  sheet.rule()
  sheet.paragraph(`${signature.title}: ${signature.signer}`, { bold: true, size: 12.5, keep: 60 })
  sheet.paragraph(verdict.word, { bold: true, colour: tones[verdict.tone].ink })
  sheet.facts(signature.facts)
  if (signature.since !== '') {
    sheet.facts(
      [{ label: say(language, 'since'), value: signature.since, notes: [] }],
      undefined,
      signature.forbiddenChanges ? inks.bad : inks.ink,
    )
  }
  problemsOn(sheet, signature.problemsTitle, signature, options)
  sheet.facts(signature.details, 8.5)
  for (const one of signature.counterSignatures) signatureOn(sheet, one, options)
}

function problemsOn(
  sheet: Sheet,
  title: string,
  { problems: groups, notes }: Pick<ReportText, 'problems' | 'notes'>,
  { language }: ReportOptions,
): void {
  if (groups.length > 0) sheet.paragraph(title, { bold: true, size: 10.5, before: 4, keep: 40 })
  for (const { problems, step } of groups) {
    for (const problem of problems) sheet.paragraph(`• ${problem}`, { indent: 6 })
    sheet.paragraph(`${say(language, 'step')}: ${step}`, { indent: 14, bold: true, after: 4 })
  }
  for (const note of notes) sheet.paragraph(note, { size: 8.5, colour: inks.soft })
}

const inks = {
  ink: rgb(0.11, 0.13, 0.16),
  soft: rgb(0.34, 0.38, 0.42),
  line: rgb(0.82, 0.85, 0.88),
  bad: rgb(0.61, 0.11, 0.13),
  open: rgb(0.45, 0.28, 0),
} as const

const tones: Readonly<Record<Tone, { readonly ink: RGB; readonly ground: RGB }>> = {
  good: { ink: rgb(0.08, 0.38, 0.23), ground: rgb(0.91, 0.96, 0.93) },
  bad: { ink: inks.bad, ground: rgb(0.99, 0.93, 0.92) },
  open: { ink: inks.open, ground: rgb(0.99, 0.95, 0.87) },
  plain: { ink: rgb(0.24, 0.28, 0.33), ground: rgb(0.93, 0.94, 0.95) },
}

interface Style {
  readonly bold?: boolean
  /** In points, as every length here. */
  readonly size?: number
  readonly colour?: RGB
  readonly indent?: number
  readonly before?: number
  readonly after?: number
  /** So much has to fit beneath, or a new page begins: a heading does not stand alone. */
  readonly keep?: number
}

const a4 = { width: 595.28, height: 841.89 } as const
const margin = 52
const labelWidth = 118
const bodySize = 9.5
/** A report on a hundred signatures is long; one without end would be an attack. */
const pagesLimit = 60

/** Writes from top to bottom and turns pages. */
class Sheet {
  readonly #pdf: PDFDocument
  readonly #fonts: { readonly regular: PDFFont; readonly semibold: PDFFont }
  #page: PDFPage
  #y = a4.height - margin
  #lettersLeft = allLettersLimit
  readonly #widths = new Map<PDFFont, Map<string, number>>()

  constructor(pdf: PDFDocument, fonts: { readonly regular: PDFFont; readonly semibold: PDFFont }) {
    this.#pdf = pdf
    this.#fonts = fonts
    this.#page = pdf.addPage([a4.width, a4.height])
  }

  banner(title: string, word: string, sentence: string, tone: Tone): void {
    const { ink, ground } = tones[tone]
    const width = a4.width - 2 * margin - 32
    const words = this.#wrap(word, this.#fonts.semibold, 18, width)
    const sentences = this.#wrap(sentence, this.#fonts.regular, 10.5, width)
    const height = 34 + words.length * 23 + sentences.length * 15
    const bottom = this.#y - height
    this.#page.drawRectangle({ x: margin, y: bottom, width: a4.width - 2 * margin, height, color: ground })
    this.#page.drawRectangle({ x: margin, y: bottom, width: 5, height, color: ink })
    this.#line(title, margin + 20, this.#y - 19, this.#fonts.regular, 9.5, inks.soft)
    for (const [i, line] of words.entries())
      this.#line(line, margin + 20, this.#y - 42 - 23 * i, this.#fonts.semibold, 18, ink)
    const below = this.#y - 37 - 23 * words.length
    for (const [i, line] of sentences.entries())
      this.#line(line, margin + 20, below - 15 * i, this.#fonts.regular, 10.5, inks.ink)
    this.#y = bottom - 14
  }

  paragraph(text: string, style: Style = {}): void {
    const {
      bold = false,
      size = bodySize,
      colour = inks.ink,
      indent = 0,
      before = 0,
      after = 2,
      keep = 0,
    } = style
    const font = bold ? this.#fonts.semibold : this.#fonts.regular
    this.#y -= before
    this.#room(keep)
    for (const line of this.#wrap(text, font, size, a4.width - 2 * margin - indent)) {
      this.#room(size * 1.45)
      this.#y -= size * 1.45
      this.#line(line, margin + indent, this.#y, font, size, colour)
    }
    this.#y -= after
  }

  /** Labels on the left, values on the right. */
  facts(facts: readonly Fact[], size = bodySize, colour: RGB = inks.ink): void {
    const { regular } = this.#fonts
    const width = a4.width - 2 * margin - labelWidth
    for (const { label, value, notes } of facts) {
      const labels = this.#wrap(label, regular, size, labelWidth - 10)
      const lines = [
        ...this.#wrap(value, regular, size, width).map((text) => ({ text, size, colour })),
        ...notes.flatMap((note) =>
          this.#wrap(note, regular, size - 1.5, width).map((text) => ({
            text,
            size: size - 1.5,
            colour: inks.soft,
          })),
        ),
      ]
      for (let i = 0; i < Math.max(labels.length, lines.length); i++) {
        const line = lines[i]
        this.#room(size * 1.45)
        this.#y -= (line?.size ?? size) * 1.45
        this.#line(labels[i] ?? '', margin, this.#y, regular, size, inks.soft)
        if (line !== undefined)
          this.#line(line.text, margin + labelWidth, this.#y, regular, line.size, line.colour)
      }
      this.#y -= 2.5
    }
  }

  rule(): void {
    this.#room(30)
    this.#y -= 8
    this.#page.drawLine({
      start: { x: margin, y: this.#y },
      end: { x: a4.width - margin, y: this.#y },
      thickness: 0.6,
      color: inks.line,
    })
    this.#y -= 4
  }

  numberPages(label: string): void {
    const pages = this.#pdf.getPages()
    if (pages.length === 1) return
    for (const [index, page] of pages.entries()) {
      this.#page = page
      const text = `${label} ${index + 1} / ${pages.length}`
      const x = a4.width - margin - this.#fonts.regular.widthOfTextAtSize(text, 8)
      this.#line(text, x, margin / 2, this.#fonts.regular, 8, inks.soft)
    }
  }

  /** Beyond the last page nothing is drawn any more. */
  #room(height: number): void {
    if (this.#y - height >= margin || this.#pdf.getPageCount() >= pagesLimit) return
    this.#page = this.#pdf.addPage([a4.width, a4.height])
    this.#y = a4.height - margin
  }

  #line(text: string, x: number, y: number, font: PDFFont, size: number, color: RGB): void {
    if (text !== '' && y > 0) this.#page.drawText(text, { x, y, font, size, color })
  }

  /** Breaks at spaces, and inside words that are longer than a line: digests and names of strangers. */
  #wrap(text: string, font: PDFFont, size: number, width: number): readonly string[] {
    const lines: string[] = []
    let line = ''
    let used = 0
    const next = (): void => {
      lines.push(line)
      line = ''
      used = 0
    }
    for (const word of this.#affordable(printable(text)).split(' ')) {
      const letters = [...word].map((letter) => ({ letter, width: this.#width(letter, font) * size }))
      const wordWidth = letters.reduce((sum, one) => sum + one.width, 0)
      const space = this.#width(' ', font) * size
      if (line !== '' && used + space + wordWidth > width) next()
      if (line !== '') {
        line += ' '
        used += space
      }
      for (const one of letters) {
        if (line !== '' && used + one.width > width) next()
        line += one.letter
        used += one.width
      }
    }
    if (line !== '') next()
    return lines
  }

  /** Of a letter alone, for size 1. Shaping whole lines again and again costs minutes on a hostile text. */
  #width(letter: string, font: PDFFont): number {
    const widths = this.#widths.get(font) ?? new Map<string, number>()
    this.#widths.set(font, widths)
    const known = widths.get(letter) ?? font.widthOfTextAtSize(letter, 1000) / 1000
    widths.set(letter, known)
    return known
  }

  /** All that strangers wrote shares one budget. */
  #affordable(text: string): string {
    const part = text.slice(0, this.#lettersLeft)
    this.#lettersLeft -= part.length
    return part.length < text.length ? `${part}…` : part
  }
}

/** Of one text: longer than any sentence of ours. */
const lettersLimit = 1500
/** Of the whole report: some twenty pages. */
const allLettersLimit = 80_000

/** Control and direction characters would move or hide what stands around them. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, lettersLimit)
    .trim()
}
