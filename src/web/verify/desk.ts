// The desk: files that lie on it, which content belongs to which signature, and what was found of each.

import type { SignatureReport, ValidationReport } from '../../validation/report.ts'
import { type Judgement, judge, NoJudgement, readAnchors } from './judge.ts'
import {
  fetchOfficeTrust,
  joinedTrust,
  type OfficeTrust,
  rememberAnchors,
  rememberedAnchors,
} from './trust.ts'
import type { AnchorSummary } from './worker-messages.ts'

export type Finding =
  | { readonly kind: 'waiting' }
  /** `part` of the work, from 0 to 1. */
  | { readonly kind: 'working'; readonly part: number; readonly cancel: () => void }
  | ({ readonly kind: 'done' } & Judgement)
  | { readonly kind: 'failed'; readonly why: 'cancelled' | NoJudgement['why']; readonly message: string }

export interface DeskItem {
  readonly id: number
  readonly file: File
  /** What its detached signature is about. */
  readonly contents: readonly File[]
  readonly finding: Finding
}

export interface Desk {
  readonly items: readonly DeskItem[]
  /** Undefined until the office has answered. */
  readonly office: OfficeTrust | undefined
  readonly anchors: readonly AnchorSummary[]
  /** What was wrong with the last file of anchors; empty when nothing. */
  readonly anchorsProblem: string
  put(files: readonly File[]): void
  /** These files are what the signature in `item` is about. Those that lay on the desk themselves leave it. */
  giveContents(item: DeskItem, contents: readonly File[]): void
  again(item: DeskItem): void
  clear(): void
  addAnchors(file: File): Promise<void>
  removeAnchor(anchor: AnchorSummary): void
  /** @returns ends it. */
  onChange(listener: () => void): () => void
}

export function startDesk(): Desk {
  return new WorkingDesk()
}

class WorkingDesk implements Desk {
  items: readonly DeskItem[] = []
  office: OfficeTrust | undefined
  anchors = rememberedAnchors()
  anchorsProblem = ''
  readonly #listeners = new Set<() => void>()
  readonly #trust: Promise<OfficeTrust>
  #lastId = 0
  #working = false

  constructor() {
    this.#trust = fetchOfficeTrust()
    void this.#trust.then((office) => {
      this.office = office
      this.#changed()
    })
  }

  put(files: readonly File[]): void {
    const items = files.map(
      (file): DeskItem => ({
        id: ++this.#lastId,
        file,
        contents: [],
        finding: { kind: 'waiting' },
      }),
    )
    // Files that come one after the other may belong together; after a verdict the next document begins anew.
    const open = this.items.some(isMissingContent)
    this.#cancelAll()
    this.items = open ? [...this.items, ...items] : items
    this.#changed()
    void this.#work()
  }

  giveContents(item: DeskItem, contents: readonly File[]): void {
    this.items = this.items
      .filter(({ file }) => !contents.includes(file))
      .map((one) => (one.id === item.id ? { ...one, contents, finding: { kind: 'waiting' } } : one))
    this.#changed()
    void this.#work()
  }

  again(item: DeskItem): void {
    this.#find(item.id, { kind: 'waiting' })
    void this.#work()
  }

  clear(): void {
    this.#cancelAll()
    this.items = []
    this.#changed()
  }

  async addAnchors(file: File): Promise<void> {
    try {
      const added = await readAnchors(file)
      const known = new Set(this.anchors.map(({ sha256Hex }) => sha256Hex))
      this.#trustThese([...this.anchors, ...added.filter(({ sha256Hex }) => !known.has(sha256Hex))])
    } catch (error) {
      this.anchorsProblem = `${file.name}: ${error instanceof Error ? error.message : ''}`
      this.#changed()
    }
  }

  removeAnchor(anchor: AnchorSummary): void {
    this.#trustThese(this.anchors.filter((one) => one !== anchor))
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whoever is trusted decides every verdict, so all are made again. */
  #trustThese(anchors: readonly AnchorSummary[]): void {
    this.anchors = anchors
    this.anchorsProblem = ''
    rememberAnchors(anchors)
    const before = this.items
    this.items = before.map((item) => ({ ...item, finding: { kind: 'waiting' } }))
    for (const { finding } of before) if (finding.kind === 'working') finding.cancel()
    this.#changed()
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    try {
      for (let item = this.#waiting(); item !== undefined; item = this.#waiting()) {
        await this.#judge(item)
        this.#joinByName()
      }
    } finally {
      this.#working = false
    }
  }

  #waiting(): DeskItem | undefined {
    return this.items.find(({ finding }) => finding.kind === 'waiting')
  }

  async #judge({ id, file, contents }: DeskItem): Promise<void> {
    const control = new AbortController()
    const cancel = (): void => control.abort()
    this.#find(id, { kind: 'working', part: 0, cancel })
    try {
      const { material, fetchedAt } = await this.#trust
      // A device whose clock lags must not make the ended valid again: it is at least as late as the office said.
      const atMs = Math.max(Date.now(), fetchedAt?.getTime() ?? 0)
      const judgement = await judge(
        { document: file, contents, trust: joinedTrust(material, this.anchors), atMs },
        control.signal,
        (part) => this.#find(id, { kind: 'working', part, cancel }),
      )
      this.#find(id, { ...judgement, kind: 'done' })
    } catch (error) {
      // One that was put aside is asked for again, or gone.
      if (!this.items.some((item) => item.id === id && item.finding.kind === 'working')) return
      const why = control.signal.aborted ? 'cancelled' : error instanceof NoJudgement ? error.why : 'crashed'
      this.#find(id, { kind: 'failed', why, message: error instanceof Error ? error.message : '' })
    }
  }

  /** `decision.pdf.p7s` is about `decision.pdf`: when both lie here, nobody has to be asked. */
  #joinByName(): void {
    for (const item of this.items) {
      if (!isMissingContent(item) || item.contents.length > 0) continue
      const name = item.file.name.replace(/\.[^.]+$/, '')
      const content = this.items.find((one) => one !== item && one.file.name === name)
      if (content !== undefined && name !== item.file.name) this.giveContents(item, [content.file])
    }
  }

  #cancelAll(): void {
    const working = this.items.flatMap(({ finding }) => (finding.kind === 'working' ? [finding] : []))
    this.items = this.items.filter(({ finding }) => finding.kind !== 'working')
    for (const { cancel } of working) cancel()
  }

  #find(id: number, finding: Finding): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, finding } : item))
    this.#changed()
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The report says that what was signed is not there: then the reader is asked for it. */
export function isMissingContent({ finding }: DeskItem): boolean {
  return finding.kind === 'done' && missesContent(finding.report)
}

function missesContent({ signatures }: Pick<ValidationReport, 'signatures'>): boolean {
  return signatures.some(({ subIndication }: SignatureReport) => subIndication === 'SIGNED_DATA_NOT_FOUND')
}
