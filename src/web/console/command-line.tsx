// A session for the command line: the same passkey, answered once more, and a token that is shown this once.

import { useState } from 'preact/hooks'
import { ActButton, ActProblem, useAct } from './act.tsx'
import type { Desk } from './app.tsx'
import { post, type TokenFacts, tokenFor } from './ask.ts'
import { answerWithPasskey } from './passkey.ts'
import { ShownOnce } from './shown-once.tsx'
import { moment, tell } from './words.ts'

export function CommandLine({ language, refresh }: Desk) {
  const act = useAct()
  const [token, setToken] = useState<TokenFacts>()
  const make = async (): Promise<void> => {
    const options = await post<PublicKeyCredentialRequestOptionsJSON>('/sign-in/options')
    setToken(await tokenFor(await answerWithPasskey(options)))
    await refresh()
  }
  return (
    <section class="card" aria-labelledby="command-line">
      <h2 id="command-line">{tell(language, 'commandLine')}</h2>
      <p class="soft">{tell(language, 'commandLineIntro')}</p>
      <ActButton act={act} work={make}>
        {tell(language, 'commandLineButton')}
      </ActButton>
      {token !== undefined && (
        <ShownOnce secret={token.secret} language={language}>
          {tell(language, 'commandLineToken', { time: moment(language, token.expiresAt) })}
        </ShownOnce>
      )}
      <ActProblem act={act} language={language} />
    </section>
  )
}
