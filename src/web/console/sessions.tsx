// The open sessions of the person who is signed in.

import { operations } from '../../client/operations.ts'
import { ActButton, ActProblem, useAct } from './act.tsx'
import type { Desk } from './app.tsx'
import { send } from './ask.ts'
import { moment, tell } from './words.ts'

export function Sessions({ viewer, language, refresh }: Desk) {
  const act = useAct()
  const end = (sessionId: string) => async (): Promise<void> => {
    await send(operations.revokeSession, { input: { sessionId } })
    await refresh()
  }
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">{tell(language, 'sessions')}</h2>
      <ul class="things">
        {viewer.sessions
          .filter(({ isOpen }) => isOpen)
          .map(({ id, method, createdAt, expiresAt, isThisOne }) => (
            <li key={id}>
              <div>
                {tell(language, 'sessionSince', {
                  method: tell(language, method === 'PASSKEY' ? 'sessionPasskey' : 'sessionOidc'),
                  time: moment(language, createdAt),
                })}
                {isThisOne && <span class="badge">{tell(language, 'sessionHere')}</span>}
                <small>{tell(language, 'sessionUntil', { time: moment(language, expiresAt) })}</small>
              </div>
              {!isThisOne && (
                <ActButton act={act} work={end(id)}>
                  {tell(language, 'end')}
                </ActButton>
              )}
            </li>
          ))}
      </ul>
      <ActProblem act={act} language={language} />
    </section>
  )
}
