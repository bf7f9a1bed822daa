// One officer makes himself no second man: who may approve, and who becomes such a one, is decided by two.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeAct } from '../../src/reports/describe-act.ts'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { authenticator } from '../fixtures/authenticator.ts'
import { enrol as enrolDevice, makePerson, post, signedIn, signIn } from '../fixtures/devices.ts'
import { approve, assertionOf, execute, outcomeOf, propose } from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let an: TestPerson
let binh: TestPerson
beforeAll(async () => {
  service = await startTestService()
  an = await addPerson(service, 'an')
  binh = await addPerson(service, 'binh')
  for (const act of ['GRANT', 'ENROL_DEVICE', 'SET_APPROVAL_RULE']) {
    const { errors } = await an.graphql(
      'mutation ($act: ProposableAct!) { setApprovalRule(input: { unit: "", act: $act, approvals: 1 }) { rule { act } } }',
      { act },
    )
    expect(errors).toEqual([])
  }
})
afterAll(() => service.close())

const give = 'mutation ($input: GrantInput!) { grant(input: $input) { grant { id } } }'
const enrol = 'mutation ($person: String!) { createEnrolment(input: { person: $person }) { code } }'

it('gives what lets somebody approve only with another officer, and everything else alone', async () => {
  const puppet = await makePerson(service, { name: 'puppet' })
  const holder = { personId: `Person:${puppet.id}` }
  for (const role of ['OFFICER', 'SIGNER'])
    expect(outcomeOf(await an.graphql(give, { input: { holder, role, unit: 'practice' } }))).toBe(
      'APPROVAL_REQUIRED',
    )
  expect(outcomeOf(await an.graphql(give, { input: { holder, role: 'AUDITOR', unit: 'practice' } }))).toBe(
    'done',
  )
  const onlyRead = { holder, role: 'OFFICER', unit: 'practice', actions: ['READ'] }
  expect(outcomeOf(await an.graphql(give, { input: onlyRead }))).toBe('done')

  const proposal = await propose(an.graphql, { grant: { holder, role: 'OFFICER', unit: 'practice' } })
  expect(JSON.parse(proposal.canonicalAct).names).toEqual({ holder: 'puppet', unit: 'practice' })
  await approve(binh, proposal, assertionOf(binh, proposal))
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('done')
  const { data } = await an.graphql('query { person(name: "puppet") { grants { role } } }')
  expect(data.person.grants.map(({ role }: { role: string }) => role)).toContain('OFFICER')
})

it('shows with whose devices one would approve, and does not give it when another was enrolled since', async () => {
  const { person, device } = await signedIn(service, { name: 'rising' })
  const { data } = await an.graphql(enrol, { person: (await makePerson(service, { name: 'invited' })).name })
  const phone = authenticator()
  expect((await enrolDevice(service, data.createEnrolment.code, phone)).status).toBe(201)
  const invited = (await an.graphql('query { person(name: "invited") { id passkeys { id createdAt } } }'))
    .data.person

  const give = (personId: string) =>
    propose(an.graphql, { grant: { holder: { personId }, role: 'OFFICER', unit: 'practice' } })
  const proposal = await give(invited.id)
  const act = JSON.parse(proposal.canonicalAct)
  const [passkey] = invited.passkeys
  const passkeyId = passkey.id.replace('Passkey:', '')
  expect(act.parameters.devices).toEqual([
    { passkeyId, enrolledAt: passkey.createdAt, invitedBy: { kind: 'person', id: an.id } },
  ])
  expect(act.names).toMatchObject({ [passkeyId]: 'Máy tính bảng', [an.id]: 'an' })
  const shown = describeAct(proposal.canonicalAct, 'en').facts.find(
    ({ label }) => label === 'would approve with',
  )
  expect(shown?.value).toBe(`Máy tính bảng, enrolled ${passkey.createdAt} with a code from an`)

  // Of the service's own codes it says so; and a device that came after the approval was shown to nobody.
  const later = await give(`Person:${person.id}`)
  expect(JSON.parse(later.canonicalAct).parameters.devices[0].invitedBy).toEqual({ kind: 'service' })
  await approve(binh, later, assertionOf(binh, later))
  const session = (await signIn(service, device)).body.secret
  const own = await service.graphql(enrol, { person: 'rising' }, session)
  expect((await enrolDevice(service, own.data.createEnrolment.code, authenticator())).status).toBe(201)
  expect(outcomeOf(await execute(an.graphql, later))).toBe('APPROVAL_INVALID')

  await approve(binh, proposal, assertionOf(binh, proposal))
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('done')
})

it('lets nobody approve and execute alone what one proposes whom he made himself', async () => {
  const sock = await addPerson(service, 'sock', { role: 'clerk', unit: 'practice' })
  const rule = { unit: 'practice', act: 'EXPORT_KEY', approvals: 2 }
  const proposal = await propose(sock.graphql, { setApprovalRule: rule })
  expect(proposal.approvalsRequired).toBe(2)
  await approve(an, proposal, assertionOf(an, proposal))
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('APPROVAL_REQUIRED')
  await approve(binh, proposal, assertionOf(binh, proposal))
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('done')
})

it('hands nothing on that lets somebody approve, unless another officer agrees', async () => {
  const deputy = await makePerson(service, { name: 'deputy' })
  const { data } = await an.graphql('query { viewer { grants { id } } }')
  const input = {
    holder: { personId: `Person:${deputy.id}` },
    role: 'OFFICER',
    unit: '',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    handedOnFrom: data.viewer.grants[0].id,
  }
  expect(outcomeOf(await an.graphql(give, { input }))).toBe('APPROVAL_REQUIRED')
})

it('makes no code alone that becomes one who may approve: in an emergency, or later', async () => {
  const give = async (name: string, emergency: boolean) => {
    const proposal = await propose(an.graphql, {
      grant: {
        holder: { personId: `Person:${ids.get(name)}` },
        role: 'OFFICER',
        unit: 'practice',
        emergency,
      },
    })
    await approve(binh, proposal, assertionOf(binh, proposal))
    expect(outcomeOf(await execute(an.graphql, proposal))).toBe('done')
  }
  const ids = new Map<string, string>()
  for (const name of ['standby', 'newcomer']) ids.set(name, (await makePerson(service, { name })).id)

  await give('standby', true)
  expect(outcomeOf(await an.graphql(enrol, { person: 'standby' }))).toBe('APPROVAL_REQUIRED')

  const { data } = await an.graphql(enrol, { person: 'newcomer' })
  const offered = () => post(service, '/enrol/options', { code: data.createEnrolment.code })
  expect((await offered()).status).toBe(200)
  await give('newcomer', false)
  expect((await offered()).status).toBe(401)
})

it('enrols a device for one who may approve, or who had one, only with another officer, and shows the code once', async () => {
  const chi = await addPerson(service, 'chi')
  expect(outcomeOf(await an.graphql(enrol, { person: 'chi' }))).toBe('APPROVAL_REQUIRED')
  // Who may approve nothing has a first device from one officer.
  await makePerson(service, { name: 'clerk', role: 'clerk', unit: 'practice' })
  expect(outcomeOf(await an.graphql(enrol, { person: 'clerk' }))).toBe('done')
  // People add to their own devices as before.
  expect(outcomeOf(await chi.graphql(enrol, { person: 'chi' }))).toBe('done')

  const proposal = await propose(an.graphql, { enrolDevice: { person: 'chi' } })
  await approve(binh, proposal, assertionOf(binh, proposal))
  const { data, errors } = await an.graphql(
    `mutation { execute(input: { proposalId: "${proposal.id}" }) { result { ... on CreateEnrolmentPayload { code } } } }`,
  )
  expect(errors).toEqual([])
  expect(data.execute.result.code).toMatch(/^che_/)
  expect(outcomeOf(await execute(an.graphql, proposal))).toBe('PROPOSAL_NOT_OPEN')
})
