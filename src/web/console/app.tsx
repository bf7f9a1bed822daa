// The surface of the console: who is there decides what is shown.

import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { Language } from '../../validation/wording.ts'
import { Top } from '../top.tsx'
import { ActButton, ActProblem, useAct } from './act.tsx'
import { post, type Viewer, viewer as whoIsThere } from './ask.ts'
import { CommandLine } from './command-line.tsx'
import { Devices } from './devices.tsx'
import { Enrol } from './enrol.tsx'
import { Proposals } from './proposals.tsx'
import { Sessions } from './sessions.tsx'
import { SignIn } from './sign-in.tsx'
import { tell, type Word } from './words.ts'

type State =
  | { readonly kind: 'starting' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-out'; readonly said?: Word }
  | { readonly kind: 'enrolling'; readonly code: string }
  | { readonly kind: 'signed-in'; readonly viewer: Viewer }

/** What each section of the desk is given. */
export interface Desk {
  readonly viewer: Viewer
  readonly language: Language
  /** Looks anew at who is there and what they have. */
  readonly refresh: () => Promise<void>
  /** Goes on to enrol a device here. */
  readonly enrol: (code: string) => void
}

/** The sections, in the order in which they stand. */
const sections = [Proposals, Devices, Sessions, CommandLine]

export function App({ first }: { readonly first: Language }) {
  const [language, setLanguage] = useState(first)
  const [state, setState] = useState<State>({ kind: 'starting' })
  const refresh = async (said?: Word): Promise<void> => {
    try {
      const viewer = await whoIsThere()
      setState(
        viewer === undefined
          ? { kind: 'signed-out', ...(said === undefined ? {} : { said }) }
          : { kind: 'signed-in', viewer },
      )
    } catch {
      setState({ kind: 'unreachable' })
    }
  }
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.title = tell(language, 'title')
  }, [language])
  useEffect(() => {
    const asked = takeFragment()
    const code = asked.get('enrol')
    if (code !== null) setState({ kind: 'enrolling', code })
    else void refresh(asked.has('oidc') ? 'oidcRefused' : undefined)
  }, [])

  return (
    <>
      <Top language={language} choose={setLanguage} label={tell(language, 'language')} />
      <main>
        <div class="narrow">
          <h1>{tell(language, 'title')}</h1>
        </div>
        {state.kind === 'starting' && (
          <p class="narrow" role="status">
            {tell(language, 'starting')}
          </p>
        )}
        {state.kind === 'unreachable' && (
          <section class="card narrow">
            <p class="said bad" role="alert">
              {tell(language, 'unreachable')}
            </p>
            <button type="button" onClick={() => void refresh()}>
              {tell(language, 'again')}
            </button>
          </section>
        )}
        {state.kind === 'signed-out' && (
          <SignIn language={language} said={state.said} done={() => refresh()} />
        )}
        {state.kind === 'enrolling' && (
          <Enrol language={language} code={state.code} done={() => void refresh('enrolled')} />
        )}
        {state.kind === 'signed-in' && (
          <SignedIn
            viewer={state.viewer}
            language={language}
            refresh={refresh}
            enrol={(code) => setState({ kind: 'enrolling', code })}
            signedOut={() => setState({ kind: 'signed-out', said: 'signedOut' })}
          />
        )}
      </main>
    </>
  )
}

function SignedIn({ signedOut, ...desk }: Desk & { readonly signedOut: () => void }) {
  const act = useAct()
  const { viewer, language } = desk
  const signOut = async (): Promise<void> => {
    await post('/sign-out')
    signedOut()
  }
  const unit = viewer.unit === '' ? tell(language, 'wholeOffice') : viewer.unit
  return (
    <div class="narrow">
      <div class="who">
        <p>
          {tell(language, 'signedInAs', { title: viewer.title, name: viewer.name })}
          <small>{tell(language, 'unitOf', { unit })}</small>
        </p>
        <ActButton act={act} work={signOut}>
          {tell(language, 'signOut')}
        </ActButton>
      </div>
      <ActProblem act={act} language={language} />
      {sections.map((Section) => (
        <Section key={Section.name} {...desk} />
      ))}
    </div>
  )
}

/** Codes do not stay in the address bar, in the history, or in a picture of the screen. */
function takeFragment(): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.slice(1))
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  return fragment
}
