// One act of the person that takes a while and may fail: what is said of it, and the button that does it.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Language } from '../../validation/wording.ts'
import { problemWord, tell, type Word } from './words.ts'

export interface Act {
  readonly isBusy: boolean
  readonly problem: Word | undefined
  /** Runs `work`, one at a time. What it throws is said to the person. */
  run(work: () => Promise<void>): void
}

export function useAct(): Act {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Word>()
  return {
    isBusy,
    problem,
    run: (work) => {
      if (isBusy) return
      setBusy(true)
      setProblem(undefined)
      work()
        .catch((error: unknown) => setProblem(problemWord(error)))
        .finally(() => setBusy(false))
    },
  }
}

interface ActButtonProperties {
  readonly act: Act
  readonly work: () => Promise<void>
  readonly isMain?: boolean
  readonly children: ComponentChildren
}

export function ActButton({ act, work, isMain = false, children }: ActButtonProperties) {
  return (
    <button type="button" class={isMain ? 'main' : ''} disabled={act.isBusy} onClick={() => act.run(work)}>
      {children}
    </button>
  )
}

export function ActProblem({ act, language }: { readonly act: Act; readonly language: Language }) {
  return (
    <p class={act.problem === undefined ? 'problem' : 'said bad'} role="alert">
      {act.problem !== undefined && tell(language, act.problem)}
    </p>
  )
}
