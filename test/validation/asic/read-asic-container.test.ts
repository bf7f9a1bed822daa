// ASiC containers (EN 319 162-1): what their signatures cover, what they do not, and what belongs to nothing.

import { describe, expect, test } from 'vitest'
import { utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { validateDocument } from '../../../src/validation/validate-document.ts'
import { ask, cades, makeOffice, timestampToken } from '../../fixtures/office.ts'
import { processorTime } from '../../fixtures/processor-time.ts'
import { buildZip, type EntryPlan } from '../../formats/zip/build-zip.ts'
import {
  asicNamespace,
  filesOf,
  judgedWithOwn,
  manifestOf,
  mimetype,
  read,
  signedManifest,
  told,
  xmlSignature,
} from './asic-container.ts'

const { pki, trust } = await makeOffice()
const files = { 'Tờ trình.txt': 'content one', 'phụ lục/b.bin': 'content two' }
const [firstName = '', secondName = ''] = Object.keys(files)
const intact = 'intact ok'
const manifested = await signedManifest(pki, files)
const xml = (content: string, name = 'META-INF/signatures001.xml'): EntryPlan => ({ name, data: content })
const refusal = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    return `no refusal: ${JSON.stringify(await run())}`
  } catch (error) {
    if (isServiceError(error)) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('ASiC-E with XAdES', () => {
  const whole = [mimetype('e'), ...filesOf(files), xml(xmlSignature(pki, files))]

  test('holds when every file is the one that was signed', async () => {
    expect(await told(whole)).toEqual({
      format: 'ASiC-E',
      atLeast: 'TOTAL_PASSED',
      codes: [],
      verdicts: [intact],
    })
    const [signature] = (await read(whole)).signatures
    expect(signature).toMatchObject({
      format: 'ASiC-E',
      name: 'META-INF/signatures001.xml#S',
      level: 'B-B',
      coversWholeDocument: true,
    })
  })

  test('passes where its authority is trusted', async () => {
    const knowing = { ...trust, intermediates: [pki.issuing.certificate] }
    expect(await validateDocument(ask(buildZip(whole), knowing))).toMatchObject({
      indication: 'TOTAL_PASSED',
      integrity: 'intact',
      format: 'ASiC-E',
    })
  })

  test('fails when a file was changed, and asks for one that is not there', async () => {
    const changed = filesOf({ ...files, [secondName]: 'content too' })
    expect((await told([mimetype('e'), ...changed, xml(xmlSignature(pki, files))])).verdicts).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
    const fewer = filesOf({ [firstName]: 'content one' })
    expect((await told([mimetype('e'), ...fewer, xml(xmlSignature(pki, files))])).verdicts.join()).toMatch(
      /undetermined SIGNED_DATA_NOT_FOUND/,
    )
  })

  test('never passes with a file that no signature covers, and names it', async () => {
    const more = [...whole, ...filesOf({ 'contract.pdf': 'pay me' })]
    expect(await told(more)).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_NOT_SIGNED'],
      verdicts: [intact],
    })
    const knowing = { ...trust, intermediates: [pki.issuing.certificate] }
    const report = await validateDocument(ask(buildZip(more), knowing))
    expect(report).toMatchObject({ indication: 'INDETERMINATE', integrity: 'intact' })
    expect(report.reasons[0]?.text).toContain('contract.pdf')
    expect(report.signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED', coversWholeDocument: false })
  })

  test('of two signatures over a file each covers all together, and each is told what it leaves out', async () => {
    const half = (name: string, data: string, id: string) => xmlSignature(pki, { [name]: data }, id)
    const entries = [
      mimetype('e'),
      ...filesOf(files),
      xml(half(firstName, 'content one', 'A')),
      xml(half(secondName, 'content two', 'B'), 'META-INF/signatures002.xml'),
    ]
    expect(await told(entries)).toMatchObject({
      atLeast: 'TOTAL_PASSED',
      codes: [],
      verdicts: [intact, intact],
    })
    const { signatures } = await read(entries)
    for (const signature of signatures) {
      expect(signature.coversWholeDocument).toBe(false)
      expect(signature.reasons.map(({ code }) => code)).toContain('ASIC_COVERS_SOME')
    }
  })

  test('takes a reference through a filter for no cover of the file', async () => {
    const { signedXml, file, qualifyingProperties } = await import('../xml/signed-xml.ts')
    const content = '<a><b>x</b><c>y</c></a>'
    const filter =
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::c)</ds:XPath></ds:Transform>'
    const signed = signedXml({
      signer: pki.signer,
      template: `<asic:XAdESSignatures xmlns:asic="${asicNamespace}"><!--SIGNATURE--></asic:XAdESSignatures>`,
      references: [{ ...file('a.xml', utf8('<a><b>x</b></a>')), transforms: [filter] }],
      properties: qualifyingProperties({ signer: pki.signer }),
    })
    expect(await told([mimetype('e'), ...filesOf({ 'a.xml': content }), xml(signed)])).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_NOT_SIGNED'],
    })
  })

  test('whose file cannot be read fails, whatever the other says', async () => {
    const good = xml(xmlSignature(pki, files))
    for (const [bad, verdict] of [
      ['<a', 'undetermined FORMAT_FAILURE ASIC_PART_UNREADABLE'],
      ['<a/>', 'undetermined FORMAT_FAILURE ASIC_PART_UNREADABLE'],
      ['<!DOCTYPE a><a/>', 'undetermined CUSTOM UNSUPPORTED_FORMAT'],
    ]) {
      const entries = [mimetype('e'), ...filesOf(files), good, xml(bad ?? '', 'META-INF/signatures002.xml')]
      expect((await told(entries)).verdicts).toEqual([intact, verdict])
    }
  })
})

describe('ASiC-E with CAdES', () => {
  const whole = [mimetype('e'), ...filesOf(files), ...manifested]

  test('holds when every file that the manifest names is the one that was meant', async () => {
    expect(await told(whole)).toEqual({
      format: 'ASiC-E',
      atLeast: 'TOTAL_PASSED',
      codes: [],
      verdicts: [intact],
    })
    expect(await validateDocument(ask(buildZip(whole), trust))).toMatchObject({
      indication: 'TOTAL_PASSED',
      format: 'ASiC-E',
    })
  })

  test('fails when a file was changed although the signature over the manifest holds', async () => {
    const changed = filesOf({ ...files, [firstName]: 'content 0ne' })
    expect((await told([mimetype('e'), ...changed, ...manifested])).verdicts).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
    expect(
      await validateDocument(ask(buildZip([mimetype('e'), ...changed, ...manifested]), trust)),
    ).toMatchObject({
      indication: 'TOTAL_FAILED',
      integrity: 'broken',
    })
  })

  test('fails when the manifest was changed to fit other files', async () => {
    const other = { ...files, [firstName]: 'forged' }
    const forged = await manifestOf(other, 'META-INF/signature001.p7s')
    const entries = manifested.map((entry) =>
      entry.name === 'META-INF/ASiCManifest001.xml' ? { ...entry, data: forged } : entry,
    )
    expect((await told([mimetype('e'), ...filesOf(other), ...entries])).verdicts).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
  })

  test('asks for a file that is not there, and tells of one that is not signed', async () => {
    const [only] = filesOf(files)
    expect(
      (await told([mimetype('e'), ...(only === undefined ? [] : [only]), ...manifested])).verdicts,
    ).toEqual(['undetermined SIGNED_DATA_NOT_FOUND ASIC_FILE_MISSING'])
    expect(await told([...whole, ...filesOf({ extra: 'x' })])).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_NOT_SIGNED'],
    })
  })

  test('tells of a signature without manifest and of a manifest without signature', async () => {
    const stray = { name: 'META-INF/signature002.p7s', data: await cades(pki, utf8('x'), { detached: true }) }
    expect(await told([...whole, stray])).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_NOT_USED'],
    })
    const [manifest] = manifested
    const alone = [mimetype('e'), ...filesOf(files), ...(manifest === undefined ? [] : [manifest])]
    expect(await told(alone)).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_MISSING'],
      verdicts: [],
    })
  })

  test('tells of manifests that contradict each other', async () => {
    const second = await manifestOf({ ...files, [firstName]: 'another' }, 'META-INF/signature001.p7s')
    const claimed = [...whole, { name: 'META-INF/ASiCManifest002.xml', data: second }]
    const { atLeast, codes, verdicts } = await told(claimed)
    expect({ atLeast, codes }).toEqual({ atLeast: 'INDETERMINATE', codes: ['ASIC_MANIFESTS_DISAGREE'] })
    expect(verdicts).toEqual([intact, 'broken HASH_FAILURE CONTENT_CHANGED'])
    const roots = [
      ...(await signedManifest(pki, files, { rootfile: firstName })),
      ...(await signedManifest(pki, files, { rootfile: secondName, number: '002' })),
    ]
    expect(await told([mimetype('e'), ...filesOf(files), ...roots])).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_MANIFESTS_DISAGREE'],
      verdicts: [intact, intact],
    })
  })

  test('does not pass an extension that has to be understood', async () => {
    const of = (critical: string) =>
      signedManifest(pki, files, {
        extension: `<ASiCManifestExtensions><Extension Critical="${critical}"><x/></Extension></ASiCManifestExtensions>`,
      })
    expect((await told([mimetype('e'), ...filesOf(files), ...(await of('true'))])).verdicts).toEqual([
      'intact SIG_CONSTRAINTS_FAILURE ASIC_CRITICAL_EXTENSION',
    ])
    expect((await told([mimetype('e'), ...filesOf(files), ...(await of('false'))])).verdicts).toEqual([
      intact,
    ])
  })

  test('does not mistake what lies outside for a file of the container', async () => {
    for (const uri of ['file:///etc/passwd', '/a.txt', '../a.txt', 'https://example.org/a', '#a']) {
      const manifest = (await manifestOf({ 'a.txt': 'x' }, 'META-INF/signature001.p7s')).replace(
        'URI="a.txt"',
        `URI="${uri}"`,
      )
      const signature = await cades(pki, utf8(manifest), { detached: true })
      const entries = [
        mimetype('e'),
        ...filesOf({ 'a.txt': 'x' }),
        { name: 'META-INF/ASiCManifest.xml', data: manifest },
        { name: 'META-INF/signature001.p7s', data: signature },
      ]
      expect(await told(entries), uri).toMatchObject({
        codes: ['ASIC_FILE_NOT_SIGNED'],
        verdicts: ['undetermined SIGNED_DATA_NOT_FOUND ASIC_FILE_MISSING'],
      })
    }
  })

  test('a name that a reference could mean in two ways is none of them', async () => {
    const both = { 'a b.txt': 'one', 'a%20b.txt': 'two' }
    const manifest = await manifestOf({ 'a b.txt': 'one' }, 'META-INF/signature001.p7s')
    const entries = [
      mimetype('e'),
      ...filesOf(both),
      { name: 'META-INF/ASiCManifest.xml', data: manifest },
      { name: 'META-INF/signature001.p7s', data: await cades(pki, utf8(manifest), { detached: true }) },
    ]
    expect((await told(entries)).verdicts).toEqual(['undetermined SIGNED_DATA_NOT_FOUND ASIC_FILE_MISSING'])
  })
})

describe('time-stamps over manifests', async () => {
  const [manifest, signature] = manifested
  const archiveOf = async (covered: Readonly<Record<string, string | Uint8Array>>, number = '') => {
    const target = `META-INF/timestamp${number === '' ? '001' : number}.tst`
    const text = await manifestOf(covered, target)
    return [
      { name: `META-INF/ASiCArchiveManifest${number}.xml`, data: text },
      { name: target, data: await timestampToken(pki, utf8(text)) },
    ]
  }
  const covered = {
    ...files,
    'META-INF/ASiCManifest001.xml': manifest?.data ?? '',
    'META-INF/signature001.p7s': signature?.data ?? '',
  }

  test('are archive time-stamps of every signature whose file they cover', async () => {
    const entries = [mimetype('e'), ...filesOf(files), ...manifested, ...(await archiveOf(covered))]
    expect(await told(entries)).toMatchObject({ atLeast: 'TOTAL_PASSED', codes: [], verdicts: [intact] })
    const { signatures, timestamps } = await read(entries)
    expect(signatures[0]?.timestamps.map(({ kind }) => kind)).toEqual(['archive'])
    expect(signatures[0]?.timestamps[0]?.covers.validationData).toEqual(signatures[0]?.validationData)
    expect(timestamps?.map(({ name }) => name)).toEqual(['META-INF/timestamp001.tst'])
    const report = await validateDocument(ask(buildZip(entries), trust))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact' })
    expect(report.signatures[0]?.bestSignatureTime).toBe('2026-06-13T12:00:00Z')
  })

  test('prove nothing once a file that they cover is another', async () => {
    const wrong = { ...covered, 'META-INF/signature001.p7s': 'another' }
    const entries = [mimetype('e'), ...filesOf(files), ...manifested, ...(await archiveOf(wrong))]
    const [signed] = (await read(entries)).signatures
    expect(await refusal(async () => signed?.timestamps[0]?.digest('sha-256'))).toMatch(
      /does not fit the files/,
    )
    const report = await validateDocument(ask(buildZip(entries), trust))
    expect(report.indication).not.toBe('TOTAL_PASSED')
    expect(report.signatures[0]?.bestSignatureTime).toBeNull()
  })

  test('that cover one another in a circle are told apart and end', async () => {
    const first = await archiveOf({ ...covered, 'META-INF/timestamp002.tst': 'x' }, '001')
    const second = await archiveOf({ ...covered, 'META-INF/timestamp001.tst': 'x' }, '002')
    const selfish = await archiveOf(
      { 'META-INF/ASiCArchiveManifest003.xml': 'x', 'META-INF/timestamp003.tst': 'x' },
      '003',
    )
    const entries = [mimetype('e'), ...filesOf(files), ...manifested, ...first, ...second, ...selfish]
    const { timestamps } = await read(entries)
    expect(timestamps).toHaveLength(3)
    expect((await validateDocument(ask(buildZip(entries), trust))).indication).not.toBe('TOTAL_PASSED')
  })

  test('without any signature tell when, not who', async () => {
    const text = await manifestOf(files, 'META-INF/timestamp.tst')
    const entries = [
      mimetype('e'),
      ...filesOf(files),
      { name: 'META-INF/ASiCManifest.xml', data: text },
      { name: 'META-INF/timestamp.tst', data: await timestampToken(pki, utf8(text)) },
    ]
    expect(await told(entries)).toMatchObject({
      atLeast: 'TOTAL_PASSED',
      codes: ['ASIC_TIMESTAMP_ONLY'],
      verdicts: [],
    })
    expect(await validateDocument(ask(buildZip(entries), trust))).toMatchObject({
      indication: 'INDETERMINATE',
      integrity: 'unsigned',
    })
  })
})

describe('ASiC-S', async () => {
  const content = 'the one file'
  const data = filesOf({ 'a.txt': content })
  const signature = await cades(pki, utf8(content), { detached: true })
  const p7s: EntryPlan = { name: 'META-INF/signature.p7s', data: signature }

  test('with CAdES holds over its one file', async () => {
    expect(await told([mimetype('s'), ...data, p7s])).toEqual({
      format: 'ASiC-S',
      atLeast: 'TOTAL_PASSED',
      codes: [],
      verdicts: [intact],
    })
    expect(await told([...data, p7s])).toMatchObject({ format: 'ASiC-S', codes: ['ASIC_MIMETYPE'] })
    const changed = filesOf({ 'a.txt': 'the other file' })
    expect((await told([mimetype('s'), ...changed, p7s])).verdicts).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
  })

  test('with XAdES holds over its one file', async () => {
    const signed = xml(xmlSignature(pki, { 'a.txt': content }), 'META-INF/signatures.xml')
    expect(await told([mimetype('s'), ...data, signed])).toMatchObject({
      format: 'ASiC-S',
      codes: [],
      verdicts: [intact],
    })
  })

  test('with two files is over neither', async () => {
    const { atLeast, codes, verdicts } = await told([
      mimetype('s'),
      ...data,
      ...filesOf({ 'b.txt': 'x' }),
      p7s,
    ])
    expect({ atLeast, verdicts }).toEqual({
      atLeast: 'INDETERMINATE',
      verdicts: ['undetermined SIGNED_DATA_NOT_FOUND CONTENT_MISSING'],
    })
    expect(codes).toEqual(['ASIC_S_ONE_FILE', 'ASIC_FILE_NOT_SIGNED'])
  })

  test('does not take a signature that carries other content', async () => {
    const own = { name: 'META-INF/signature.p7s', data: await cades(pki, utf8('the other file')) }
    expect((await told([mimetype('s'), ...data, own])).verdicts.join()).toMatch(
      /FORMAT_FAILURE CONTENT_EMBEDDED/,
    )
  })

  test('with a time-stamp alone is unsigned', async () => {
    const token = { name: 'META-INF/timestamp.tst', data: await timestampToken(pki, utf8(content)) }
    const report = await validateDocument(ask(buildZip([mimetype('s'), ...data, token]), trust))
    expect(report).toMatchObject({ indication: 'INDETERMINATE', integrity: 'unsigned', format: 'ASiC-S' })
    const foreign = { name: 'META-INF/timestamp.tst', data: await timestampToken(pki, utf8('x')) }
    const wrong = await validateDocument(ask(buildZip([mimetype('s'), ...data, foreign]), trust))
    expect(wrong.reasons.map(({ code }) => code)).toContain('TIMESTAMP_OF_OTHER_BYTES')
  })
})

describe('the container', () => {
  const signed = [...filesOf(files), ...manifested]
  const type = 'application/vnd.etsi.asic-e+zip'

  test.each([
    ['missing', signed],
    ['misplaced', [...signed, mimetype('e')]],
    ['misplaced', [{ ...mimetype('e'), method: 'deflate' as const }, ...signed]],
    ['misplaced', [{ ...mimetype('e'), localExtra: Uint8Array.of(1, 2, 0, 0) }, ...signed]],
    ['inexact', [{ name: 'mimetype', data: `${type}\n` }, ...signed]],
  ])('whose mimetype is %s is judged, and told of', async (fault, entries) => {
    const { atLeast, reasons } = await read(entries)
    expect(atLeast).toBe('TOTAL_PASSED')
    expect(reasons.map(({ code }) => code)).toEqual(['ASIC_MIMETYPE'])
    expect(reasons[0]?.text).toContain(fault)
  })

  test('whose mimetype says something else does not pass', async () => {
    const entries = [{ name: 'mimetype', data: 'application/epub+zip' }, ...signed]
    expect(await told(entries)).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_MIMETYPE'],
      verdicts: [intact],
    })
  })

  test('with a list that is wrong tells so, for the list is not signed', async () => {
    const list = (...names: readonly string[]): EntryPlan => ({
      name: 'META-INF/manifest.xml',
      data: `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">${['/', ...names].map((name) => `<m:file-entry m:full-path="${name}" m:media-type=""/>`).join('')}</m:manifest>`,
    })
    expect((await told([mimetype('e'), ...signed, list(firstName, secondName)])).codes).toEqual([])
    expect((await told([mimetype('e'), ...signed, list(firstName)])).codes).toEqual(['ASIC_LISTING_WRONG'])
    expect((await told([mimetype('e'), ...signed, list(firstName, secondName, 'x')])).codes).toEqual([
      'ASIC_LISTING_WRONG',
    ])
    const damaged = { name: 'META-INF/manifest.xml', data: '<a' }
    expect((await told([mimetype('e'), ...signed, damaged])).codes).toEqual(['ASIC_LISTING_WRONG'])
  })

  test('with an evidence record tells that it is not judged', async () => {
    const record = { name: 'META-INF/evidencerecord.ers', data: 'x' }
    expect(await told([mimetype('e'), ...signed, record])).toMatchObject({
      atLeast: 'TOTAL_PASSED',
      codes: ['ASIC_EVIDENCE_RECORD'],
    })
  })

  test('with a file below another META-INF has a file that nobody signed', async () => {
    for (const name of ['meta-inf/x', 'a/META-INF/x', 'META-INF.txt'])
      expect((await told([mimetype('e'), ...signed, ...filesOf({ [name]: 'x' })])).codes).toEqual([
        'ASIC_FILE_NOT_SIGNED',
      ])
  })

  test('is told from the PDF that it begins with, and by its directory where nothing else tells', async () => {
    const pdf = { name: 'a.pdf', data: '%PDF-1.7 and so on' }
    const pdfSigned = await signedManifest(pki, { 'a.pdf': pdf.data })
    for (const entries of [
      [mimetype('e'), pdf, ...pdfSigned],
      [pdf, ...pdfSigned],
    ])
      expect(await validateDocument(ask(buildZip(entries), trust))).toMatchObject({
        indication: 'TOTAL_PASSED',
        format: 'ASiC-E',
      })
    expect(await validateDocument(ask(buildZip([{ name: 'a.txt', data: 'x' }]), trust))).toMatchObject({
      integrity: 'unsigned',
      format: null,
    })
  })

  test('without any content does not pass, however well its own files are signed', async () => {
    const own = { 'META-INF/container.xml': '<x/>' }
    const entries = [mimetype('e'), ...filesOf(own), ...(await signedManifest(pki, own))]
    expect(await told(entries)).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_EMPTY'],
      verdicts: [intact],
    })
  })

  test('with a file hidden among its own tells of it, unless it was signed', async () => {
    const hidden = filesOf({ 'META-INF/contract.pdf': 'x' })
    expect(await told([mimetype('e'), ...signed, ...hidden])).toMatchObject({
      atLeast: 'INDETERMINATE',
      codes: ['ASIC_FILE_NOT_USED'],
    })
    const also = await signedManifest(pki, { ...files, 'META-INF/contract.pdf': 'x' })
    expect(await told([mimetype('e'), ...filesOf(files), ...also, ...hidden])).toMatchObject({
      atLeast: 'TOTAL_PASSED',
      codes: [],
    })
  })

  test('whose signed file has a wrong CRC fails', async () => {
    const [one, ...rest] = filesOf(files)
    const damaged = { ...(one ?? { name: '' }), central: { crc: 7 }, local: { crc: 7 } }
    expect((await told([mimetype('e'), damaged, ...rest, ...manifested])).verdicts).toEqual([
      'undetermined FORMAT_FAILURE ASIC_MALFORMED',
    ])
    const asXml = [mimetype('e'), damaged, ...rest, xml(xmlSignature(pki, files))]
    const report = await validateDocument(ask(buildZip(asXml), trust))
    expect(report.indication).toBe('TOTAL_FAILED')
  })

  test('that is no good ZIP fails as a whole', async () => {
    const broken = buildZip([mimetype('e'), ...signed], { beforeDirectory: utf8('x') })
    expect(await validateDocument(ask(broken, trust))).toMatchObject({
      indication: 'TOTAL_FAILED',
      integrity: 'undetermined',
      format: 'ASiC-E',
      reasons: [{ code: 'FORMAT_FAILURE' }],
    })
    const encrypted = buildZip([
      mimetype('e'),
      { ...(signed[0] ?? { name: 'x' }), flags: 1 },
      ...signed.slice(1),
    ])
    expect(await validateDocument(ask(encrypted, trust))).toMatchObject({ indication: 'INDETERMINATE' })
  })

  test('of thousands of files under one manifest is judged in time, and of too many signatures refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, `${i}`]))
    const entries = [mimetype('e'), ...filesOf(many), ...(await signedManifest(pki, many))]
    const spentMs = processorTime()
    expect((await told(entries)).verdicts).toEqual([intact])
    expect(spentMs()).toBeLessThan(5000)
    const signatures = Array.from({ length: 201 }, (_, i) => xml('<a/>', `META-INF/signatures${i}.xml`))
    expect(await refusal(() => read([mimetype('e'), ...signatures]))).toMatch(/^LIMIT_EXCEEDED.*201 files/)
  })

  test('whose hundred XML files are each as costly as one may be is refused in time', async () => {
    const transform = '<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
    const reference = `<Reference URI=""><Transforms>${transform}</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>AAAA</DigestValue></Reference>`
    const info = `<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${reference.repeat(300)}</SignedInfo>`
    const bomb = `<a>${'<b/>'.repeat(20_000)}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${info}<SignatureValue>AAAA</SignatureValue></Signature></a>`
    const entries = Array.from({ length: 100 }, (_, i) => xml(bomb, `META-INF/signatures${i}.xml`))
    const spentMs = processorTime()
    const { verdicts } = await told([mimetype('e'), ...entries])
    expect(spentMs()).toBeLessThan(10_000)
    expect(new Set(verdicts)).toEqual(new Set(['undetermined CUSTOM LIMIT_EXCEEDED']))
  }, 20_000)

  test('never passes when a bit of it is flipped that changes a file', async () => {
    const bytes = buildZip([
      mimetype('e'),
      ...filesOf({ a: 'content' }),
      ...(await signedManifest(pki, { a: 'content' })),
    ])
    for (let at = 3; at < bytes.length * 8; at += 41) {
      const flipped = bytes.slice()
      flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7))
      const report = await validateDocument(ask(flipped, trust))
      const genuine = report.indication === 'TOTAL_PASSED' && report.signatures.length === 1
      if (report.indication === 'TOTAL_PASSED') {
        // Times, versions and attributes of entries mean nothing to anybody here.
        expect(genuine, `bit ${at}`).toBe(true)
        const [signature] = (
          await (
            await import('../../../src/validation/asic/read-asic-container.ts')
          ).readAsicContainer({
            size: flipped.length,
            read: async (start, end) => flipped.subarray(start, end),
          })
        ).signatures
        expect(signature === undefined ? '' : await judgedWithOwn(signature)).toBe(intact)
      }
    }
  })
})
