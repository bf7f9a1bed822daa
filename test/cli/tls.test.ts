// CHANCERY_CA_FILE: only the authority it names may vouch for the service.

import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { certify, fixedKey, practiceNotAfter, practiceNotBefore } from '../fixtures/pki.ts'
import { chancery } from './run-command.ts'

let folder = ''
let url = ''
const server = createServer()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-tls-'))
  const authority = (role: 'root' | 'issuing', subject: string) =>
    certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', role),
      subject,
      issuer: undefined,
      notBefore: practiceNotBefore,
      notAfter: practiceNotAfter,
      extensions: { basicConstraints: { ca: true }, keyUsage: ['keyCertSign'] },
    })
  const root = await authority('root', 'CN=House Root')
  const other = await authority('issuing', 'CN=Another Root')
  const serverKey = fixedKey('ecdsa-p256', 'signer')
  const { certificate } = await certify({
    algorithm: 'ecdsa-p256',
    privateKey: serverKey,
    subject: 'CN=localhost',
    issuer: root,
    extensions: { subjectAltName: [{ kind: 'dns', value: 'localhost' }], keyUsage: ['digitalSignature'] },
  })
  await writeFile(join(folder, 'root.pem'), encodePem('CERTIFICATE', root.certificate))
  await writeFile(join(folder, 'other.pem'), encodePem('CERTIFICATE', other.certificate))
  server.setSecureContext({
    cert: encodePem('CERTIFICATE', certificate),
    key: serverKey.export({ format: 'pem', type: 'pkcs8' }),
  })
  server.on('request', (_, response) =>
    // Each command is a process of its own; here they would share a connection.
    response
      .setHeader('connection', 'close')
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ data: { authorities: [] } })),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `https://localhost:${address.port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function list(authorityFile: string | undefined) {
  const env = {
    CHANCERY_URL: url,
    ...(authorityFile !== undefined && { CHANCERY_CA_FILE: join(folder, authorityFile) }),
  }
  return chancery(['authority', 'list', '--json'], { env })
}

test('the service is believed under the authority of CHANCERY_CA_FILE', async () => {
  const { status, stdout } = await list('root.pem')
  expect([status, JSON.parse(stdout)]).toEqual([0, []])
})

test('and under no other: not that of another file, which is told with the next step', async () => {
  const { status, stderr } = await list('other.pem')
  expect(status).toBe(69)
  expect(stderr).toContain('CHANCERY_CA_FILE')
})

test('a file without a certificate ends with 65', async () => {
  await writeFile(join(folder, 'empty.pem'), 'nothing')
  const { status, stderr } = await list('empty.pem')
  expect(status).toBe(65)
  expect(stderr).toContain('empty.pem')
})
