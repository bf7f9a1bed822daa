// What was found of one file: the verdict at a glance, then who, for whom, when, what since, and what to do.

import { useState } from 'preact/hooks'
import {
  describeReport,
  type ReportedFile,
  type ReportOptions,
  type ReportText,
} from '../../reports/describe-report.ts'
import { say } from '../../reports/words.ts'
import type { Surface } from './app.tsx'
import { CheckTree } from './check-tree.tsx'
import { type DeskItem, type Finding, isMissingContent } from './desk.ts'
import { Downloads } from './downloads.tsx'
import { Icon, type IconName } from './icons.tsx'
import { PictureOf } from './picture.tsx'
import { Facts, Problems, SignatureCard } from './signature-card.tsx'
import { tell } from './words.ts'

interface ResultProperties {
  readonly surface: Surface
  readonly item: DeskItem
  /** The digest that the link speaks of. */
  readonly linked: string | undefined
  readonly isAlone: boolean
}

export function Result({ surface, item, linked, isAlone }: ResultProperties) {
  const [isOpen, setOpen] = useState(false)
  const { finding } = item
  switch (finding.kind) {
    case 'waiting':
    case 'working':
      return <Working surface={surface} item={item} finding={finding} />
    case 'failed':
      return <Failed surface={surface} item={item} finding={finding} />
    case 'done': {
      const options = reportOptions(surface, item, finding)
      const text = describeReport(finding.report, options)
      return (
        <article class="result">
          <Banner
            surface={surface}
            item={item}
            text={text}
            linked={linked}
            digest={finding.sha256Hex[0] ?? ''}
          >
            {!isAlone && (
              <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {tell(surface.language, isOpen ? 'hide' : 'show')}
                <span class="unseen"> {item.file.name}</span>
              </button>
            )}
          </Banner>
          {isMissingContent(item) && <WhichContent surface={surface} item={item} />}
          {(isAlone || isOpen) && (
            <Findings surface={surface} item={item} finding={finding} text={text} options={options} />
          )}
        </article>
      )
    }
  }
}

type Done = Extract<Finding, { kind: 'done' }>

function reportOptions(
  { language }: Surface,
  { file, contents }: DeskItem,
  { sha256Hex }: Done,
): ReportOptions {
  const [first = '', ...others] = sha256Hex
  const reported = (one: File, digest: string): ReportedFile => ({
    name: one.name,
    size: one.size,
    sha256Hex: digest,
  })
  return {
    language,
    file: reported(file, first),
    contents: contents.map((content, index) => reported(content, others[index] ?? '')),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

interface BannerProperties {
  readonly surface: Surface
  readonly item: DeskItem
  readonly text: ReportText
  readonly linked: string | undefined
  readonly digest: string
  readonly children: preact.ComponentChildren
}

function Banner({ surface: { language }, item, text, linked, digest, children }: BannerProperties) {
  const { verdict, practice } = text
  const isOther = linked !== undefined && linked !== digest
  return (
    <>
      {linked !== undefined && (
        <p class={`linked ${isOther ? 'wrong' : 'same'}`} role="status">
          <Icon name={isOther ? 'bad' : 'link'} />
          <span>
            <b>{tell(language, isOther ? 'linkedOther' : 'linkedSame')}</b>
            {isOther && ` ${tell(language, 'linkedOtherStep')}`}
          </span>
        </p>
      )}
      <div class={`verdict ${verdict.tone}${practice === undefined ? '' : ' practice'}`}>
        <Icon name={verdict.tone} />
        <div>
          <p class="file">
            <bdi>{item.file.name}</bdi>
          </p>
          <h2>{verdict.word}</h2>
          <p>{verdict.sentence}</p>
          {practice !== undefined && <p class="mark">{practice}</p>}
          {item.contents.length > 0 && (
            <p class="soft">
              {tell(language, 'contentGiven', { name: item.contents.map(({ name }) => name).join(', ') })}
            </p>
          )}
          {children}
        </div>
      </div>
    </>
  )
}

/** More buttons than fit help nobody. */
const signaturesPictured = 12

interface FindingsProperties {
  readonly surface: Surface
  readonly item: DeskItem
  readonly finding: Done
  readonly text: ReportText
  readonly options: ReportOptions
}

function Findings({ surface, item, finding, text, options }: FindingsProperties) {
  const { language } = surface
  const { report } = finding
  const [shown, show] = useState(0)
  const pictured = report.signatures[shown] ?? report.signatures[0]
  const hasPicture = report.format === 'PAdES' && pictured !== undefined
  return (
    <div class={hasPicture ? 'findings pictured' : 'findings'}>
      <div class="told">
        <Problems
          title={say(language, 'problems')}
          heading="h3"
          groups={text.problems}
          notes={text.notes}
          language={language}
        />
        {text.signatures.map((signature, index) => (
          <SignatureCard key={signature.title} signature={signature} language={language}>
            <CheckTree checks={report.signatures[index]?.checks ?? []} language={language} />
          </SignatureCard>
        ))}
        <div class="basis">
          <Facts facts={[...text.document, ...text.basis]} />
          <Downloads report={report} options={options} />
        </div>
      </div>
      {hasPicture && (
        <PictureOf file={item.file} fieldName={pictured.name} language={language}>
          {report.signatures.length > 1 &&
            report.signatures.slice(0, signaturesPictured).map((signature, index) => (
              <button
                key={signature.name}
                type="button"
                aria-pressed={signature === pictured}
                aria-label={tell(language, 'showSignature', { number: index + 1 })}
                onClick={() => show(index)}
              >
                {index + 1}
              </button>
            ))}
        </PictureOf>
      )}
    </div>
  )
}

interface WorkingProperties {
  readonly surface: Surface
  readonly item: DeskItem
  readonly finding: Extract<Finding, { kind: 'waiting' | 'working' }>
}

function Working({ surface: { language }, item, finding }: WorkingProperties) {
  const word = tell(language, finding.kind)
  return (
    <article class="result">
      <div class="verdict plain working">
        <Icon name="working" />
        <div>
          <p class="file">
            <bdi>{item.file.name}</bdi>
          </p>
          <h2>{word}</h2>
          {finding.kind === 'working' && (
            <p class="progress">
              <progress aria-label={word} max={100} value={Math.round(finding.part * 100)} />
              <button type="button" class="quiet" onClick={finding.cancel}>
                {tell(language, 'cancel')}
              </button>
            </p>
          )}
        </div>
      </div>
    </article>
  )
}

interface FailedProperties {
  readonly surface: Surface
  readonly item: DeskItem
  readonly finding: Extract<Finding, { kind: 'failed' }>
}

function Failed({ surface: { desk, language }, item, finding }: FailedProperties) {
  const icon: IconName = finding.why === 'cancelled' ? 'plain' : 'open'
  return (
    <article class="result">
      <div class={`verdict ${icon}`}>
        <Icon name={icon} />
        <div>
          <p class="file">
            <bdi>{item.file.name}</bdi>
          </p>
          <h2>{tell(language, finding.why)}</h2>
          {finding.why === 'refused' && <p>{finding.message}</p>}
          <button type="button" class="quiet" onClick={() => desk.again(item)}>
            {tell(language, 'again')}
          </button>
        </div>
      </div>
    </article>
  )
}

/** Asked by what the report says is missing. */
function WhichContent({
  surface: { desk, language },
  item,
}: {
  readonly surface: Surface
  readonly item: DeskItem
}) {
  const others = desk.items.filter((one) => one !== item && !isMissingContent(one))
  const take = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])]
    input.value = ''
    if (files.length > 0) desk.giveContents(item, files)
  }
  return (
    <fieldset class="which">
      <legend>{tell(language, 'whichContent')}</legend>
      {others.map((one) => (
        <button key={one.id} type="button" onClick={() => desk.giveContents(item, [one.file])}>
          {tell(language, 'thisOne', { name: one.file.name })}
        </button>
      ))}
      <label class="button">
        {tell(language, 'otherContent')}
        <input type="file" id="content" multiple onChange={(event) => take(event.currentTarget)} />
      </label>
    </fieldset>
  )
}
