// A journey with nothing but curl and an application's token, as a script of another team would make it.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chancery } from '../cli/run-command.ts'
import { type RunningService, runningService } from '../cli/running-service.ts'
import { makePdf } from '../fixtures/pdf.ts'

let service: RunningService
let folder: string
let token: string
const pdf = Buffer.from(makePdf('table'))

beforeAll(async () => {
  service = await runningService()
  folder = mkdtempSync(join(tmpdir(), 'chancery-curl-'))
  const tokenFile = join(folder, 'token')
  const create = ['application', 'create', 'invoices', '--unit', 'practice']
  const { status, stderr } = await chancery([...create, '--allow', 'sign', 'read', '-o', tokenFile], {
    env: service.env,
  })
  expect([status, stderr]).toEqual([0, expect.anything()])
  token = readFileSync(tokenFile, 'utf8').trim()
})
afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** @returns what curl wrote to standard output; it ends with an error for a status of 400 or more. */
function curl(path: string, ...options: readonly string[]): Buffer {
  try {
    return execFileSync('curl', [
      '--silent',
      '--show-error',
      '--fail-with-body',
      ...options,
      `${service.url}${path}`,
    ])
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT')
      throw new Error('curl is missing: install the Debian package curl')
    throw error
  }
}

const bearer = () => ['--header', `Authorization: Bearer ${token}`]

function graphql(query: string, variables: unknown, ...options: readonly string[]) {
  const file = join(folder, 'request.json')
  writeFileSync(file, JSON.stringify({ query, variables }))
  const answer = curl(
    '/graphql',
    '--header',
    'Content-Type: application/json',
    '--data',
    `@${file}`,
    ...options,
  )
  return JSON.parse(answer.toString())
}

const sign = `mutation ($input: SignDocumentInput!) {
  signDocument(input: $input) { document { id base64 sha256 } auditEntryId }
}`

test('a PDF is signed inline, and verified by anybody', () => {
  const input = { key: 'practice/signing', document: { base64: pdf.toString('base64') } }
  const { data, errors } = graphql(sign, { input }, ...bearer())
  expect(errors).toBeUndefined()
  const signed = Buffer.from(data.signDocument.document.base64, 'base64')
  expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true)

  writeFileSync(join(folder, 'signed.pdf'), signed)
  const body = [
    '--header',
    'Content-Type: application/octet-stream',
    '--data-binary',
    `@${join(folder, 'signed.pdf')}`,
  ]
  expect(JSON.parse(curl('/verify', ...body).toString())).toMatchObject({
    indication: 'TOTAL_PASSED',
    signatures: [{ signer: { practice: true } }],
  })
})

test('a file goes up, is signed, and comes down', () => {
  writeFileSync(join(folder, 'my.pdf'), pdf)
  const { id } = JSON.parse(
    curl('/documents', ...bearer(), '--data-binary', `@${join(folder, 'my.pdf')}`).toString(),
  )
  const { data } = graphql(sign, { input: { key: 'practice/signing', document: { id } } }, ...bearer())
  const signed = curl(`/documents/${data.signDocument.document.id}`, ...bearer())
  expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true)
  expect(signed.length).toBeGreaterThan(pdf.length)
})

test('CRL and authority certificate are had without a token, and a wrong token is told', () => {
  expect(curl('/crl/practice-issuing.crl')[0]).toBe(0x30)
  expect(curl('/ca/practice-issuing.cer')[0]).toBe(0x30)
  const wrong = ['--header', 'Authorization: Bearer no', '--data-binary', 'x', '--no-fail-with-body']
  const answer = curl('/documents', ...wrong, '--write-out', '%{http_code}').toString()
  expect(answer).toContain('"code":"UNAUTHENTICATED"')
  expect(answer).toMatch(/401$/)
})
