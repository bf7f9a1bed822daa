// A session for the command line: the same passkey, answered once more, and a token that is shown this once.

import { useState } from 'preact/hooks'
import { ActButton, ActProblem, useAct } from './act.tsx'
import type { Desk } from './app.tsx'
import { post, type TokenFacts, tokenFor } from './ask.ts'
import { answerWithPasskey } from './passkey.ts'
import { moment, tell } from './words.ts'

export function CommandLine({ language, refresh }: Desk) {
  const act = useAct()
  const [token, setToken] = useState<TokenFacts>()
  const [isCopied, setCopied] = useState(false)
  const make = async (): Promise<void> => {
    const options = await post<PublicKeyCredentialRequestOptionsJSON>('/sign-in/options')
    setToken(await tokenFor(await answerWithPasskey(options)))
    setCopied(false)
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
        <div class="linked" role="status">
          <div>
            {tell(language, 'commandLineToken', { time: moment(language, token.expiresAt) })}
            <code>{token.secret}</code>
            <button
              type="button"
              onClick={() => void navigator.clipboard.writeText(token.secret).then(() => setCopied(true))}
            >
              {tell(language, isCopied ? 'copied' : 'copy')}
            </button>
          </div>
        </div>
      )}
      <ActProblem act={act} language={language} />
    </section>
  )
}
