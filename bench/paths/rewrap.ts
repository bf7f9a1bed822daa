// Other recipients for a hundred thousand sealed files: only their headers pass, and a hundred of them at once.

import { randomBytes } from 'node:crypto'
import { setOf } from '../../src/formats/asn1/writer.ts'
import { recipientInfosFor } from '../../src/formats/envelope/seal.ts'
import { certificatesInPem } from '../../src/formats/x509/pem.ts'
import { type Bench, type Judged, type Path, rate } from '../bench.ts'
import { dataOf, expecting, graphqlRequest } from '../graphql.ts'
import { agreementSpeed } from '../limits.ts'
import { askOnce, startLoad } from '../load.ts'

export const rewrapPaths: readonly Path[] = [{ name: 'rewrap.headers', quick: false, run: headers }]

const all = 100_000
const ofRequest = 100
const inFlight = 4
/** Different ones, so that nothing can be remembered of the one before. */
const requests = 20

async function headers(bench: Bench): Promise<readonly Judged[]> {
  const prepared: Buffer[] = []
  for (let i = 0; i < requests; i++) prepared.push(await rewrapRequest(bench))
  const agreements = agreementSpeed('ecdhp256')
  const expected = expecting('"recipientInfos":"')
  const finished = Promise.withResolvers<void>()
  let sent = 0
  let answered = 0
  const before = bench.office.spending()
  const started = performance.now()
  const load = startLoad({
    port: bench.office.port,
    inFlight,
    next: () => prepared[sent++ % requests] ?? Buffer.alloc(0),
    check: (body) => {
      expected(body)
      if (++answered === all / ofRequest) finished.resolve()
    },
  })
  await Promise.race([finished.promise, load.failed])
  const seconds = (performance.now() - started) / 1000
  const after = bench.office.spending()
  await load.stop()
  const spent = after.service - before.service + after.postgres - before.postgres
  const limit = 'one P-256 agreement to open and one to seal by openssl, one core'
  return [
    rate(
      'rewrap.headers.1e5',
      all / seconds,
      agreements / 2,
      `by the clock, ${seconds.toFixed(0)} s for all; ${limit}`,
    ),
    rate('rewrap.headers.1e5.core', all / spent, agreements / 2, `per CPU second of all processes; ${limit}`),
  ]
}

async function rewrapRequest(bench: Bench): Promise<Buffer> {
  const { office } = bench
  const asked = graphqlRequest(office, 'recipient', { unit: 'practice' })
  const { certificatePem } = dataOf(await askOnce(office.port, asked)).recipient
  const [certificate] = certificatesInPem(String(certificatePem))
  if (certificate === undefined) throw new Error('the unit has no certificate to seal to')
  const items: { readonly recipientInfos: Uint8Array }[] = []
  for (let i = 0; i < ofRequest; i++) {
    const recipients = [{ kind: 'certificate' as const, certificate }]
    const infos = await recipientInfosFor(
      { recipients, random: randomBytes, at: new Date() },
      randomBytes(32),
    )
    items.push({ recipientInfos: setOf(infos) })
  }
  return graphqlRequest(office, 'rewrapEnvelope', { input: { items } })
}
