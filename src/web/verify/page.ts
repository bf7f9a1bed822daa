// The verification page: a file goes to this office's server, its verdict is shown. Text becomes text, never markup.

import type { Reason, SignatureReport, SignerDescription, ValidationReport } from '../../validation/report.ts'
import { reasonText } from '../../validation/wording.ts'
import { changesInVietnamese, type Language, type Word, words } from './words.ts'

const octetsLimit = 64 * 1024 * 1024

const page = {
  drop: element('drop', HTMLLabelElement),
  document: element('document', HTMLInputElement),
  name: element('document-name', HTMLElement),
  content: element('content', HTMLInputElement),
  detached: element('detached', HTMLDetailsElement),
  verdict: element('verdict', HTMLElement),
  language: element('language', HTMLButtonElement),
}

type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'working' }
  | { readonly kind: 'report'; readonly report: ValidationReport }
  | { readonly kind: 'failure'; readonly text: (language: Language) => string }

let language: Language = preferredLanguage(navigator.languages)
let shown: Shown = { kind: 'nothing' }
let chosen: File | undefined
/** Counts verifications, so that a late answer about an earlier file is not shown for the present one. */
let round = 0

page.document.addEventListener('change', () => choose(page.document.files?.[0]))
page.content.addEventListener('change', () => void verify())
page.language.addEventListener('click', () => {
  language = language === 'vi' ? 'en' : 'vi'
  speak()
})
for (const name of ['dragover', 'dragleave', 'drop']) {
  // The whole window takes a drop: beside the field, a browser would leave the page to open the file.
  window.addEventListener(name, (event) => {
    event.preventDefault()
    page.drop.classList.toggle('over', name === 'dragover')
    if (name === 'drop' && event instanceof DragEvent) choose(event.dataTransfer?.files[0])
  })
}
speak()

function choose(file: File | undefined): void {
  if (file === undefined) return
  chosen = file
  page.content.value = ''
  page.name.textContent = file.name
  void verify()
}

async function verify(): Promise<void> {
  if (chosen === undefined) return
  const ours = ++round
  show({ kind: 'working' })
  const answer = await ask(chosen, page.content.files?.[0])
  if (ours !== round) return
  show(answer)
  page.verdict.focus()
}

async function ask(file: File, content: File | undefined): Promise<Shown> {
  if (file.size + (content?.size ?? 0) > octetsLimit) return failure((now) => words[now].tooLarge)
  const address = content === undefined ? '/verify' : `/verify?documentOctets=${file.size}`
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: content === undefined ? file : new Blob([file, content]),
    })
    const answer: unknown = await response.json()
    if (response.ok && isReport(answer)) return { kind: 'report', report: answer }
    const message = messageOf(answer)
    return failure((now) => `${words[now].failed}: ${message}`)
  } catch {
    return failure((now) => words[now].unreachable)
  }
}

function failure(text: (language: Language) => string): Shown {
  return { kind: 'failure', text }
}

function isReport(answer: unknown): answer is ValidationReport {
  return typeof answer === 'object' && answer !== null && 'indication' in answer && 'signatures' in answer
}

function messageOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return ''
  const { error } = answer
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''
}

function speak(): void {
  document.documentElement.lang = language
  document.title = words[language].title
  for (const place of document.querySelectorAll('[data-word]')) {
    const word = place.getAttribute('data-word')
    if (isWord(word)) place.textContent = words[language][word]
  }
  page.language.textContent = words[language].otherLanguage
  page.language.lang = language === 'vi' ? 'en' : 'vi'
  show(shown)
}

function show(next: Shown): void {
  shown = next
  page.verdict.hidden = next.kind === 'nothing'
  page.verdict.setAttribute('aria-busy', String(next.kind === 'working'))
  page.verdict.replaceChildren(...cardsOf(next))
}

function cardsOf(next: Shown): readonly HTMLElement[] {
  switch (next.kind) {
    case 'nothing':
      return []
    case 'working':
      return [overall('plain working', icons.working, words[language].working, '')]
    case 'failure': {
      const again = make('button', '', words[language].again)
      again.addEventListener('click', () => void verify())
      return [overall('plain', icons.open, next.text(language), ''), again]
    }
    case 'report':
      return reportCards(next.report)
  }
}

function reportCards(report: ValidationReport): readonly HTMLElement[] {
  const cards: HTMLElement[] = []
  const { tone, icon, word, text } = verdictOf(report)
  const practice = report.signatures.some(({ signer }) => signer?.practice === true)
  // Nobody who reads the first line alone may take a practice signature for a real one.
  const headline = practice && word === 'passed' ? 'passedPractice' : word
  cards.push(overall(tone, icon, words[language][headline], words[language][text]))
  if (practice) cards.push(make('p', 'card practice', words[language].practice))
  if (report.reasons.length > 0) {
    const card = make('div', 'card')
    card.append(make('h2', '', words[language].reasons), reasonList(report.reasons))
    cards.push(card)
  }
  for (const [i, signature] of report.signatures.entries()) {
    cards.push(signatureCard(signature, i + 1, report.signatures.length))
    if (signature.subIndication === 'SIGNED_DATA_NOT_FOUND') page.detached.open = true
  }
  return cards
}

interface Verdict {
  readonly tone: 'good' | 'bad' | 'open' | 'plain'
  readonly icon: string
  readonly word: Word
  readonly text: Word
}

function verdictOf(of: Pick<ValidationReport, 'indication' | 'integrity'>): Verdict {
  if (of.integrity === 'unsigned')
    return { tone: 'plain', icon: icons.unsigned, word: 'unsigned', text: 'unsignedText' }
  if (of.integrity === 'broken') return { tone: 'bad', icon: icons.bad, word: 'broken', text: 'brokenText' }
  switch (of.indication) {
    case 'TOTAL_PASSED':
      return { tone: 'good', icon: icons.good, word: 'passed', text: 'passedText' }
    case 'TOTAL_FAILED':
      return { tone: 'bad', icon: icons.bad, word: 'refused', text: 'refusedText' }
    case 'INDETERMINATE':
      return {
        tone: 'open',
        icon: icons.open,
        word: 'open',
        text: of.integrity === 'intact' ? 'openIntactText' : 'openText',
      }
  }
}

function signatureCard(signature: SignatureReport, number: number, of: number): HTMLElement {
  const word = words[language]
  const card = make('article', 'card')
  const { signer } = signature
  const title = signer === null ? word.unknownSigner : commonName(signer.subject)
  card.append(make('h2', '', of === 1 ? title : `${word.signature} ${number}/${of}: ${title}`))
  const verdict = verdictOf(signature)
  card.append(make('span', `state ${verdict.tone}`, word[verdict.word]))
  const facts = make('dl', '')
  fact(facts, word.signer, [make('span', '', title), ...small(signer?.subject)])
  if (signer !== null)
    fact(facts, word.issuer, [make('span', '', commonName(signer.issuer)), ...small(signer.issuer)])
  fact(facts, word.when, signingTime(signature))
  // Of a broken signature nothing can be said about what came after it.
  if (signature.integrity !== 'broken' || signature.laterChanges.length > 0)
    fact(facts, word.since, changes(signature))
  if (signature.reasons.length > 0) fact(facts, word.reasons, [reasonList(signature.reasons)])
  fact(facts, word.format, [make('span', '', [signature.format, signature.level ?? ''].join(' ').trim())])
  if (signer !== null) fact(facts, word.serial, [make('code', '', signer.serialHex)])
  card.append(facts)
  return card
}

function signingTime(signature: SignatureReport): readonly HTMLElement[] {
  const proven = signature.bestSignatureTime
  const iso = proven ?? signature.claimedSigningTime
  if (iso === null) return [make('span', '', words[language].noTime)]
  const time = make(
    'time',
    '',
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium' }).format(new Date(iso)),
  )
  time.setAttribute('datetime', iso)
  return [time, make('small', '', proven === null ? words[language].claimed : words[language].proven)]
}

function changes(signature: SignatureReport): readonly HTMLElement[] {
  const word = words[language]
  if (signature.laterChanges.length === 0) {
    return [make('span', '', signature.coversWholeDocument ? word.noChange : word.notWhole)]
  }
  const list = make('ul', '')
  for (const { kind, revision, permitted } of signature.laterChanges) {
    const what = (language === 'vi' ? changesInVietnamese[kind] : undefined) ?? kind.replaceAll('_', ' ')
    const item = make('li', permitted ? '' : 'forbidden')
    item.textContent = `${what} (${word.revision} ${revision}): ${permitted ? word.permitted : word.forbidden}`
    list.append(item)
  }
  return [list]
}

function reasonList(reasons: readonly Reason[]): HTMLElement {
  const list = make('ul', '')
  for (const { code, text } of reasons) {
    // In English the report's own text, which may name what exactly; in Vietnamese the general sentence.
    const vietnamese = language === 'vi' ? reasonText(code, 'vi') : undefined
    const item = make('li', '')
    item.textContent = vietnamese ?? text
    item.title = vietnamese === undefined ? code : text
    if (vietnamese === undefined && language === 'vi') item.lang = 'en'
    list.append(item)
  }
  return list
}

/** The common name, or the whole name when it has none. RFC 4514: commas inside values are escaped. */
function commonName(name: SignerDescription['subject']): string {
  const value = /(?:^|[,+])CN=((?:\\.|[^,+\\])*)/i.exec(name)?.[1]
  if (value === undefined) return name
  // Escaped octets are UTF-8 and may only make sense together.
  return value.replace(/(?:\\[0-9a-f]{2})+|\\./gi, (escaped) => {
    if (!/^\\[0-9a-f]{2}/i.test(escaped)) return escaped.slice(1)
    const octets = escaped.split('\\').filter((hex) => hex !== '')
    return new TextDecoder().decode(Uint8Array.from(octets, (hex) => Number.parseInt(hex, 16)))
  })
}

const icons = {
  good: 'M24 4 42 11v12c0 11-8 18-18 21C14 41 6 34 6 23V11zM15 24l7 7 12-14',
  bad: 'M15 4h18l11 11v18L33 44H15L4 33V15zM16 16l16 16M32 16 16 32',
  open: 'M24 4a20 20 0 1 1 0 40 20 20 0 0 1 0-40zM18 19c0-8 12-8 12 0 0 5-6 5-6 10M24 35v.5',
  unsigned: 'M11 4h18l9 9v31H11zM29 4v9h9M18 27h12',
  working: 'M24 4a20 20 0 1 1-20 20',
} as const

function overall(tone: string, path: string, word: string, text: string): HTMLElement {
  const card = make('div', `card overall ${tone}`)
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 48 48')
  svg.setAttribute('aria-hidden', 'true')
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  shape.setAttribute('d', path)
  svg.append(shape)
  card.append(svg, make('strong', '', word), make('span', '', text))
  return card
}

function fact(list: HTMLElement, name: string, values: readonly HTMLElement[]): void {
  const value = make('dd', '')
  value.append(...values)
  list.append(make('dt', '', name), value)
}

function small(text: string | undefined): readonly HTMLElement[] {
  return text === undefined ? [] : [make('small', '', text)]
}

function make(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`)
  return found
}

function isWord(text: string | null): text is Word {
  return text !== null && Object.hasOwn(words.vi, text)
}

/** Vietnamese unless the reader asks for English before it. */
function preferredLanguage(wanted: readonly string[]): Language {
  const first = wanted
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'vi' || tag === 'en')
  return first === 'en' ? 'en' : 'vi'
}
