// The passkeys of the person who is signed in: what there is, a further one, one that was lost.

import { useState } from 'preact/hooks'
import { operations } from '../../client/operations.ts'
import { ActButton, ActProblem, useAct } from './act.tsx'
import type { Desk } from './app.tsx'
import { send } from './ask.ts'
import { ShownOnce } from './shown-once.tsx'
import { moment, tell } from './words.ts'

interface Link {
  readonly address: string
  readonly expiresAt: string
}

export function Devices({ viewer, language, refresh, enrol }: Desk) {
  const act = useAct()
  const [link, setLink] = useState<Link>()
  const [doubted, setDoubted] = useState<string>()
  const create = () =>
    send(operations.createEnrolment, { input: { person: viewer.name, idempotencyKey: crypto.randomUUID() } })
  const revoke = (passkeyId: string) => async (): Promise<void> => {
    await send(operations.revokePasskey, { input: { passkeyId } })
    setDoubted(undefined)
    await refresh()
  }
  return (
    <section class="card" aria-labelledby="devices">
      <h2 id="devices">{tell(language, 'devices')}</h2>
      {viewer.passkeys.length === 0 && <p class="soft">{tell(language, 'noDevices')}</p>}
      <ul class="things">
        {viewer.passkeys.map(({ id, title, createdAt, lastUsedAt, revokedAt }) => (
          <li key={id} class={revokedAt === null ? '' : 'ended'}>
            <div>
              {title}
              <small>
                {revokedAt === null
                  ? `${tell(language, 'deviceSince', { time: moment(language, createdAt) })}; ${
                      lastUsedAt === null
                        ? tell(language, 'deviceNever')
                        : tell(language, 'deviceUsed', { time: moment(language, lastUsedAt) })
                    }`
                  : tell(language, 'deviceRevoked', { time: moment(language, revokedAt) })}
              </small>
            </div>
            {revokedAt === null &&
              (doubted === id ? (
                <div class="row">
                  <ActButton act={act} work={revoke(id)}>
                    {tell(language, 'revokeSure', { name: title })}
                  </ActButton>
                  <button type="button" onClick={() => setDoubted(undefined)}>
                    {tell(language, 'keep')}
                  </button>
                </div>
              ) : (
                <button
                  type="button"
                  aria-label={`${tell(language, 'revoke')}: ${title}`}
                  onClick={() => setDoubted(id)}
                >
                  {tell(language, 'revoke')}
                </button>
              ))}
          </li>
        ))}
      </ul>
      {viewer.passkeys.length > 0 && (
        <div class="row">
          <ActButton act={act} work={async () => enrol((await create()).code)}>
            {tell(language, 'addHere')}
          </ActButton>
          <ActButton
            act={act}
            work={async () => {
              const { link: address, expiresAt } = await create()
              setLink({ address, expiresAt })
            }}
          >
            {tell(language, 'addElsewhere')}
          </ActButton>
        </div>
      )}
      {link !== undefined && (
        <ShownOnce secret={link.address} language={language}>
          {tell(language, 'linkMade', { time: moment(language, link.expiresAt) })}
        </ShownOnce>
      )}
      <ActProblem act={act} language={language} />
    </section>
  )
}
