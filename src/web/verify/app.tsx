// The surface of the desk: where files are dropped, what was found, whom to trust.

import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { verdictText } from '../../reports/describe-report.ts'
import type { Language } from '../../validation/wording.ts'
import { Top } from '../top.tsx'
import type { Desk, DeskItem } from './desk.ts'
import { FilePicker } from './file-picker.tsx'
import { Icon } from './icons.tsx'
import { Result } from './result.tsx'
import { TrustPanel } from './trust-panel.tsx'
import { tell } from './words.ts'

export interface Surface {
  readonly desk: Desk
  readonly language: Language
}

export function App({ desk, first }: { readonly desk: Desk; readonly first: Language }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [language, setLanguage] = useState(first)
  const [isOver, setOver] = useState(false)
  const linked = useLinkedDigest()
  const results = useRef<HTMLElement>(null)
  const surface: Surface = { desk, language }
  useEffect(() => desk.onChange(() => redraw(undefined)), [desk])
  // Before anything is shown or read out in the new language.
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.title = tell(language, 'title')
  }, [language])
  useWindowDrop((files) => desk.put(files), setOver)
  const isBusy = desk.items.some(({ finding }) => finding.kind === 'working' || finding.kind === 'waiting')
  const hasItems = desk.items.length > 0
  useEffect(() => {
    // Who works by keyboard or by ear is taken to what was found.
    if (hasItems && !isBusy) results.current?.focus({ preventScroll: false })
  }, [hasItems, isBusy])

  return (
    <>
      <Top language={language} choose={setLanguage} label={tell(language, 'language')} />
      <main>
        <div class={hasItems ? 'welcome small' : 'welcome'}>
          <h1>{tell(language, 'title')}</h1>
          {!hasItems && <p class="intro">{tell(language, 'intro')}</p>}
          {linked !== undefined && !hasItems && (
            <p class={linked === '' ? 'linked wrong' : 'linked'}>
              <Icon name="link" />
              <span>
                {tell(language, linked === '' ? 'linkedWrong' : 'linked')}
                {linked !== '' && <code>{linked}</code>}
              </span>
            </p>
          )}
          <FilePicker surface={surface} isOver={isOver} isSmall={hasItems} />
          <p class="private">
            <Icon name="lock" /> {tell(language, 'private')}
          </p>
        </div>
        <p class="unseen" role="status">
          {desk.items.map((item) => spoken(item, language)).join('. ')}
        </p>
        <section
          ref={results}
          id="results"
          tabIndex={-1}
          aria-label={tell(language, 'results')}
          aria-busy={isBusy}
          hidden={!hasItems}
        >
          {desk.items.map((item) => (
            <Result
              key={item.id}
              surface={surface}
              item={item}
              linked={linked === '' ? undefined : linked}
              isAlone={desk.items.length === 1}
            />
          ))}
        </section>
        <TrustPanel surface={surface} />
      </main>
    </>
  )
}

/** What a screen reader says when it changes: of each file its verdict. */
function spoken({ file, finding }: DeskItem, language: Language): string {
  if (finding.kind === 'waiting' || finding.kind === 'working') return tell(language, 'working')
  if (finding.kind === 'failed') return `${file.name}: ${tell(language, finding.why)}`
  const { word, sentence } = verdictText(finding.report, language)
  return `${file.name}: ${word}. ${sentence}`
}

/** `/verify#sha256=…`: undefined without one, empty when it is damaged. */
function useLinkedDigest(): string | undefined {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const read = (): void => setHash(location.hash)
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  const given = new URLSearchParams(hash.slice(1)).get('sha256')
  if (given === null) return undefined
  return /^[0-9a-f]{64}$/i.test(given) ? given.toLowerCase() : ''
}

/** The whole window takes a drop: beside a field, a browser would leave the page to open the file. */
function useWindowDrop(take: (files: readonly File[]) => void, setOver: (over: boolean) => void): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) take(files)
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [take, setOver])
}
