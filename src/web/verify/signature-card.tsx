// One signature as people read it: verdict, facts, problems with their next step, more on demand.

import type { ComponentChildren } from 'preact'
import type { Fact, ProblemGroup, SignatureText } from '../../reports/describe-report.ts'
import { say } from '../../reports/words.ts'
import type { Language } from '../../validation/wording.ts'
import { Icon } from './icons.tsx'
import { tell } from './words.ts'

interface CardProperties {
  readonly signature: SignatureText
  readonly language: Language
  readonly children?: ComponentChildren
}

export function SignatureCard({ signature, language, children }: CardProperties) {
  const { title, verdict, since, forbiddenChanges } = signature
  return (
    <section class="signature">
      <header>
        <h3>{title}</h3>
        <p class={`state ${verdict.tone}`}>
          <Icon name={verdict.tone} /> {verdict.word}
        </p>
      </header>
      <Facts facts={signature.facts} />
      {since !== '' && (
        <dl class="facts">
          <dt>{say(language, 'since')}</dt>
          <dd class={forbiddenChanges ? 'forbidden' : ''}>{since}</dd>
        </dl>
      )}
      <Problems
        title={signature.problemsTitle}
        heading="h4"
        groups={signature.problems}
        notes={signature.notes}
        language={language}
      />
      {signature.counterSignatures.map((one) => (
        <SignatureCard key={one.title} signature={one} language={language} />
      ))}
      <details class="more">
        <summary>{tell(language, 'details')}</summary>
        <Facts facts={signature.details} />
        {children}
      </details>
    </section>
  )
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value, notes }) => (
        <div key={label + value}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
            {notes.map((note) => (
              <small key={note}>{note}</small>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface ProblemsProperties {
  readonly title: string
  /** One below the heading that these problems belong to. */
  readonly heading: 'h3' | 'h4'
  readonly groups: readonly ProblemGroup[]
  readonly notes: readonly string[]
  readonly language: Language
}

export function Problems({ title, heading: Heading, groups, notes, language }: ProblemsProperties) {
  return (
    <>
      {groups.length > 0 && (
        <div class="problems">
          <Heading>{title}</Heading>
          {groups.map(({ problems, step }) => (
            <div class="problem-group" key={step}>
              {problems.map((text) => (
                <p key={text}>{text}</p>
              ))}
              <p class="step">
                <Icon name="step" />
                <span>
                  <span class="unseen">{say(language, 'step')}: </span>
                  {step}
                </span>
              </p>
            </div>
          ))}
        </div>
      )}
      {notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
    </>
  )
}
