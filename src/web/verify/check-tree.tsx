// Every step of the validation with its clause (EN 319 102-1), for those who want to know why.

import { checkText } from '../../reports/check-words.ts'
import { problemOf } from '../../reports/next-steps.ts'
import type { Check } from '../../validation/report.ts'
import type { Language } from '../../validation/wording.ts'
import { tell, type Word } from './words.ts'

const outcomes: Readonly<Record<Check['outcome'], { readonly word: Word; readonly sign: string }>> = {
  passed: { word: 'checkPassed', sign: '✓' },
  failed: { word: 'checkFailed', sign: '✕' },
  indeterminate: { word: 'checkOpen', sign: '?' },
  not_done: { word: 'checkNot', sign: '–' },
}

interface TreeProperties {
  readonly checks: readonly Check[]
  readonly language: Language
}

export function CheckTree({ checks, language }: TreeProperties) {
  if (checks.length === 0) return null
  return (
    <>
      <h4>{tell(language, 'checks')}</h4>
      <Branch checks={checks} language={language} />
    </>
  )
}

function Branch({ checks, language }: TreeProperties) {
  return (
    <ul class="checks">
      {checks.map((check, index) => {
        const { word, sign } = outcomes[check.outcome]
        return (
          <li key={index} class={check.outcome}>
            <span class="sign" aria-hidden="true">
              {sign}
            </span>{' '}
            {checkText(check.code, language)} <span class="unseen">: {tell(language, word)}</span>{' '}
            <small>{check.clause}</small>
            {check.reasons.map((reason) => (
              <p key={reason.code + reason.text}>
                {problemOf(reason, { passed: false, subIndication: null }, language).text}
              </p>
            ))}
            {check.checks.length > 0 && <Branch checks={check.checks} language={language} />}
          </li>
        )
      })}
    </ul>
  )
}
