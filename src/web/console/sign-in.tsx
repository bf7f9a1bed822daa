// Signing in: a passkey, or the organisation's own account where that is set up.

import { useEffect, useState } from 'preact/hooks'
import type { Language } from '../../validation/wording.ts'
import { ActButton, ActProblem, useAct } from './act.tsx'
import { post, type SignInMethods, signInMethods } from './ask.ts'
import { answerWithPasskey } from './passkey.ts'
import { tell, type Word } from './words.ts'

interface SignInProperties {
  readonly language: Language
  /** What has happened before. */
  readonly said: Word | undefined
  readonly done: () => Promise<void>
}

export function SignIn({ language, said, done }: SignInProperties) {
  const act = useAct()
  const [methods, setMethods] = useState<SignInMethods>({ oidc: false })
  useEffect(() => {
    // Without an answer there is still the passkey, and its button says what is wrong.
    signInMethods().then(setMethods, () => undefined)
  }, [])
  const signIn = async (): Promise<void> => {
    const options = await post<PublicKeyCredentialRequestOptionsJSON>('/sign-in/options')
    await post('/sign-in', { response: await answerWithPasskey(options) })
    await done()
  }
  return (
    <section class="card narrow" aria-labelledby="sign-in">
      <h2 id="sign-in">{tell(language, 'signIn')}</h2>
      {said !== undefined && (
        <p class={said === 'oidcRefused' ? 'said bad' : 'said good'} role="status">
          {tell(language, said)}
        </p>
      )}
      <p>{tell(language, 'signInIntro')}</p>
      <div class="row">
        <ActButton act={act} work={signIn} isMain>
          {tell(language, 'signInButton')}
        </ActButton>
        {methods.oidc && (
          <a class="button" href="/sign-in/oidc">
            {tell(language, 'signInOidc')}
          </a>
        )}
      </div>
      {act.isBusy && <p role="status">{tell(language, 'waiting')}</p>}
      <ActProblem act={act} language={language} />
      <small>{tell(language, 'signInNoDevice')}</small>
    </section>
  )
}
