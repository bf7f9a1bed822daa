// Enrolling a device with a code: whose passkey it will be, a name for it, and the browser's ceremony.

import { useEffect, useState } from 'preact/hooks'
import type { Language } from '../../validation/wording.ts'
import { ActButton, ActProblem, useAct } from './act.tsx'
import { post } from './ask.ts'
import { makePasskey } from './passkey.ts'
import { moment, tell } from './words.ts'

interface EnrolProperties {
  readonly language: Language
  readonly code: string
  readonly done: () => void
}

/** What the service says of a code. */
interface Offer {
  readonly name: string
  readonly title: string
  readonly expiresAt: string
  readonly options: PublicKeyCredentialCreationOptionsJSON
}

export function Enrol({ language, code, done }: EnrolProperties) {
  const act = useAct()
  const [offer, setOffer] = useState<Offer | 'refused'>()
  const [title, setTitle] = useState(deviceTitle())
  useEffect(() => {
    post<Offer>('/enrol/options', { code }).then(setOffer, () => setOffer('refused'))
  }, [code])
  if (offer === undefined) return <p role="status">{tell(language, 'starting')}</p>
  if (offer === 'refused') {
    return (
      <section class="card narrow">
        <p class="said bad" role="alert">
          {tell(language, 'enrolRefused')}
        </p>
        <button type="button" onClick={done}>
          {tell(language, 'signIn')}
        </button>
      </section>
    )
  }
  const enrol = async (): Promise<void> => {
    await post('/enrol', { code, title, response: await makePasskey(offer.options) })
    done()
  }
  return (
    <section class="card narrow" aria-labelledby="enrol">
      <h2 id="enrol">{tell(language, 'enrol')}</h2>
      <p>{tell(language, 'enrolFor', { title: offer.title, name: offer.name })}</p>
      <label class="field">
        {tell(language, 'deviceName')}
        <input
          value={title}
          maxLength={100}
          autocomplete="off"
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <ActButton act={act} work={enrol} isMain>
        {tell(language, 'enrolButton')}
      </ActButton>
      {act.isBusy && <p role="status">{tell(language, 'waiting')}</p>}
      <ActProblem act={act} language={language} />
      <small>{tell(language, 'enrolUntil', { time: moment(language, offer.expiresAt) })}</small>
    </section>
  )
}

/** What most people would call it; they may write something else. */
function deviceTitle(): string {
  const known = ['Android', 'iPhone', 'iPad', 'Windows', 'Macintosh', 'CrOS', 'Linux']
  return known.find((name) => navigator.userAgent.includes(name)) ?? 'Passkey'
}
