// What waits for the person's approval: what will be done, in words made of the very text that the passkey signs.

import { useEffect, useState } from 'preact/hooks'
import { toBase64Url, toHex, utf8 } from '../../bytes.ts'
import type { ProposalFacts } from '../../client/entities.ts'
import { operations } from '../../client/operations.ts'
import type { PasskeyAssertionInput } from '../../client/schema.generated.ts'
import { describeAct } from '../../reports/describe-act.ts'
import { ActButton, ActProblem, useAct } from './act.tsx'
import type { Desk } from './app.tsx'
import { send } from './ask.ts'
import { answerWithPasskey } from './passkey.ts'
import { moment, tell } from './words.ts'

/** More wait for nobody who is at work; older ones come first. */
const most = 100

export function Proposals({ viewer, language }: Desk) {
  const act = useAct()
  const [proposals, setProposals] = useState<readonly ProposalFacts[]>([])
  const load = async (): Promise<void> => {
    const [open, executing] = await Promise.all([
      send(operations.proposals, { state: 'OPEN', first: most, after: null }),
      send(operations.proposals, { state: 'EXECUTING', first: most, after: null }),
    ])
    // Ceremonies that were released are taken back here, as long as they can be.
    const released = executing.edges.filter(({ node }) => node.rejectable)
    setProposals([...open.edges, ...released].map(({ node }) => node))
  }
  useEffect(() => {
    // Whoever may see no proposals has none; what else goes wrong is said when something is done.
    load().catch(() => undefined)
  }, [])
  return (
    <section class="card" aria-labelledby="proposals">
      <h2 id="proposals">{tell(language, 'proposals')}</h2>
      {proposals.length === 0 && <p class="soft">{tell(language, 'noProposals')}</p>}
      {proposals.map((proposal) => (
        <Waiting key={proposal.id} proposal={proposal} viewer={viewer} language={language} done={load} />
      ))}
      <div class="row">
        <ActButton act={act} work={load}>
          {tell(language, 'lookAgain')}
        </ActButton>
      </div>
      <ActProblem act={act} language={language} />
    </section>
  )
}

interface WaitingProperties extends Pick<Desk, 'viewer' | 'language'> {
  readonly proposal: ProposalFacts
  readonly done: () => Promise<void>
}

function Waiting({ proposal, viewer, language, done }: WaitingProperties) {
  const act = useAct()
  const [reason, setReason] = useState<string>()
  const { id, canonicalAct, approvalsCounting, approvalsRequired, approvals, proposedBy, expiresAt } =
    proposal
  const { title, warning, facts, documents } = describeAct(canonicalAct, language)
  const isReleased = proposal.state === 'EXECUTING'
  const isOwn = viewer.id.endsWith(`:${proposedBy.id}`)
  const hasApproved = approvals.some(({ person }) => viewer.id.endsWith(`:${person.id}`))
  const approve = async (): Promise<void> => {
    await send(operations.approve, { input: { proposalId: id, assertion: await answerTo(proposal) } })
    await done()
  }
  const reject = async (): Promise<void> => {
    await send(operations.reject, { input: { proposalId: id, reason: reason === '' ? undefined : reason } })
    await done()
  }
  return (
    <article class="proposal" aria-label={title}>
      <h3>{title}</h3>
      {warning !== undefined && <p class="said bad">{warning}</p>}
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {documents.length > 0 && (
        <ul class="things">
          {documents.map((one) => (
            <li key={one.sha256}>
              <div>
                {one.title}
                <small>
                  {one.how}; SHA-256 {one.sha256}
                </small>
              </div>
            </li>
          ))}
        </ul>
      )}
      <p class="soft">
        {tell(language, 'proposedBy', {
          name: proposedBy.name ?? proposedBy.id,
          time: moment(language, expiresAt),
        })}{' '}
        {tell(language, 'approvedBy', {
          counting: approvalsCounting,
          required: approvalsRequired,
          names: approvals.map(({ person }) => person.name ?? person.id).join(', ') || '–',
        })}
      </p>
      {reason === undefined ? (
        <div class="row">
          {!isOwn && !hasApproved && !isReleased && (
            <ActButton act={act} work={approve} isMain>
              {tell(language, 'approve')}
            </ActButton>
          )}
          <button type="button" onClick={() => setReason('')}>
            {tell(language, isOwn || isReleased ? 'takeBack' : 'reject')}
          </button>
        </div>
      ) : (
        <div class="field">
          <label for={`reason-${id}`}>{tell(language, 'rejectReason')}</label>
          <input
            id={`reason-${id}`}
            value={reason}
            maxLength={1000}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <div class="row">
            <ActButton act={act} work={reject}>
              {tell(language, isOwn || isReleased ? 'takeBack' : 'reject')}
            </ActButton>
            <button type="button" onClick={() => setReason(undefined)}>
              {tell(language, 'keep')}
            </button>
          </div>
        </div>
      )}
      {isReleased && <p class="soft">{tell(language, 'released')}</p>}
      {isOwn && !isReleased && <small>{tell(language, 'ownProposal')}</small>}
      {act.isBusy && <p role="status">{tell(language, 'waiting')}</p>}
      <ActProblem act={act} language={language} />
    </article>
  )
}

/** The digest is made here, of the text that was shown: a service that names another one gets no answer. */
async function answerTo({ canonicalAct, actSha256 }: ProposalFacts): Promise<PasskeyAssertionInput> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(utf8(canonicalAct))))
  if (toHex(digest) !== actSha256) throw new Error('the digest is not that of the act')
  const answer = await answerWithPasskey({
    challenge: toBase64Url(digest),
    rpId: location.hostname,
    userVerification: 'required',
  })
  const response = memberOf(answer, 'response')
  const userHandle = memberOf(response, 'userHandle')
  return {
    credentialId: textOf(memberOf(answer, 'id')),
    authenticatorData: textOf(memberOf(response, 'authenticatorData')),
    clientDataJson: textOf(memberOf(response, 'clientDataJSON')),
    signature: textOf(memberOf(response, 'signature')),
    userHandle: typeof userHandle === 'string' ? userHandle : null,
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
