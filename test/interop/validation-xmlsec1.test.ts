// xmlsec1 and our judgement of XML signatures: what it signs holds here, what we pass it does not refuse.

import { spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64, utf8 } from '../../src/bytes.ts'
import type { SignatureAlgorithm } from '../../src/crypto/algorithms.ts'
import { type Identity, practicePki } from '../fixtures/pki.ts'
import {
  element,
  enveloped,
  exclusive,
  here,
  qualifyingProperties,
  signedXml,
  verdicts,
} from '../validation/xml/signed-xml.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-xmlsec1-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(() => {
  if (spawnSync('xmlsec1', ['--version']).error !== undefined)
    throw new Error('xmlsec1 is missing: install the Debian package xmlsec1')
})

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
/** What xmlsec1 1.2 knows of our algorithms. */
const methods = {
  'ecdsa-p256': `${more}ecdsa-sha256`,
  'ecdsa-p384': `${more}ecdsa-sha384`,
  'rsa-pkcs1-3072': `${more}rsa-sha256`,
} as const satisfies Partial<Record<SignatureAlgorithm, string>>
const algorithms = ['ecdsa-p256', 'ecdsa-p384', 'rsa-pkcs1-3072'] as const

const canonicalisations = [
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
]

const body = `<?xml version="1.0" encoding="UTF-8"?>
<!-- trước --><?p x?>
<o:Decision xmlns:o="urn:office" xmlns="urn:d" xmlns:u="urn:unused" xml:lang="vi" b="1" a="&quot;&#10;">
  <Title Id="t">Quyết định &amp; &lt;tờ trình&gt;<!-- c --> <![CDATA[<x>]]></Title>
  <n xmlns="">&#13;</n>
  ${here}
</o:Decision>
<!-- sau -->`

function xmlsec1(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync('xmlsec1', parameters, { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

function writeKeys(identity: Identity): void {
  const pem = (kind: string, der: Uint8Array) =>
    `-----BEGIN ${kind}-----\n${toBase64(der).replace(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`
  writeFileSync(join(folder, 'key.pem'), identity.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  writeFileSync(join(folder, 'cert.pem'), pem('CERTIFICATE', identity.certificate))
  writeFileSync(
    join(folder, 'public.pem'),
    createPublicKey(identity.privateKey).export({ format: 'pem', type: 'spki' }),
  )
}

function signByXmlsec1(template: string): string {
  writeFileSync(join(folder, 'template.xml'), template)
  const signing = xmlsec1(
    '--sign',
    '--id-attr:Id',
    'Title',
    '--id-attr:Id',
    'Object',
    '--privkey-pem',
    'key.pem,cert.pem',
    '--output',
    'signed.xml',
    'template.xml',
  )
  expect(signing.output).toBe('')
  return readFileSync(join(folder, 'signed.xml'), 'utf8')
}

function refusedByXmlsec1(document: string): boolean {
  writeFileSync(join(folder, 'verify.xml'), document)
  const ids = [
    'Title',
    'urn:d:Title',
    'Object',
    'SignedProperties',
    'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
  ].flatMap((one) => ['--id-attr:Id', one])
  return xmlsec1('--verify', ...ids, '--pubkey-pem', 'public.pem', 'verify.xml').status !== 0
}

const templateOf = (
  algorithm: (typeof algorithms)[number],
  method: string,
  uri: string,
  transforms: readonly string[],
  objects = '',
) =>
  `<ds:Signature xmlns:ds="${dsig}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${method}"/>` +
  `<ds:SignatureMethod Algorithm="${methods[algorithm]}"/><ds:Reference URI="${uri}"><ds:Transforms>` +
  transforms.map((one) => (one.startsWith('<') ? one : `<ds:Transform Algorithm="${one}"/>`)).join('') +
  `</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>` +
  `<ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>${objects}</ds:Signature>`

const xpath = `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>`
const filter = `<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><XPath xmlns="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/descendant::ds:Signature</XPath></ds:Transform>`

describe('what xmlsec1 signs', () => {
  it.each(algorithms)(
    'holds here with %s and every canonicalisation, and changed it does not',
    async (algorithm) => {
      const { signer } = await practicePki({ algorithm })
      writeKeys(signer)
      for (const method of canonicalisations) {
        for (const first of [`${dsig}enveloped-signature`, xpath, filter]) {
          const signed = signByXmlsec1(body.replace(here, templateOf(algorithm, method, '', [first, method])))
          expect([method, first, await verdicts(signed)]).toEqual([method, first, ['intact ok']])
          const changed = signed.replace('tờ trình', 'tờ khai')
          expect((await verdicts(changed))[0]).toMatch(/^broken HASH_FAILURE/)
          expect(refusedByXmlsec1(changed)).toBe(true)
        }
      }
    },
  )

  it('holds here when it is an object inside', async () => {
    const { signer } = await practicePki()
    writeKeys(signer)
    for (const method of canonicalisations) {
      const objects = '<ds:Object Id="o"><x xmlns="urn:x" xmlns:y="urn:y" y:z="1">é<!--c--></x></ds:Object>'
      const signed = signByXmlsec1(templateOf('ecdsa-p256', method, '#o', [method], objects))
      expect(await verdicts(signed)).toEqual(['intact ok'])
    }
  })

  it('is told to cover one element when it does', async () => {
    const { signer } = await practicePki()
    writeKeys(signer)
    for (const method of canonicalisations) {
      const signed = signByXmlsec1(body.replace(here, templateOf('ecdsa-p256', method, '#t', [method])))
      expect((await verdicts(signed))[0]).toBe('intact SIG_CONSTRAINTS_FAILURE XML_UNSIGNED_CONTENT')
    }
  })
})

describe('what we pass', () => {
  it.each(algorithms)(
    'xmlsec1 does not refuse, with %s; what is changed it refuses as we do',
    async (algorithm) => {
      const { signer } = await practicePki({ algorithm })
      writeKeys(signer)
      const documents = [
        signedXml({
          signer,
          template: body,
          references: [enveloped(body)],
          properties: qualifyingProperties({ signer }),
        }),
        signedXml({
          signer,
          references: [element('o')],
          objects: '<ds:Object Id="o"><x xmlns=""/>text</ds:Object>',
          properties: qualifyingProperties({ signer }),
          signedInfoMethod: exclusive,
        }),
      ]
      let mutants = 0
      for (const document of documents) {
        expect(await verdicts(document)).toEqual(['intact ok'])
        expect(refusedByXmlsec1(document)).toBe(false)
        const bytes = utf8(document)
        // Every 97th octet, changed to the next letter: some changes are in what nobody signed, and both pass those.
        for (let at = 0; at < bytes.length; at += 97) {
          const mutant = bytes.slice()
          mutant[at] = (mutant[at] ?? 0) ^ 1
          const text = new TextDecoder().decode(mutant)
          const passes = await verdicts(text).then(
            (found) => found.length > 0 && found.every((one) => one === 'intact ok'),
            () => false,
          )
          mutants++
          if (passes) expect([at, refusedByXmlsec1(text)]).toEqual([at, false])
        }
      }
      expect(mutants).toBeGreaterThan(50)
    },
  )
})
