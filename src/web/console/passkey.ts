// The two ceremonies of a passkey in the browser (WebAuthn Level 3 §5.1): one is made, one answers a challenge.

/** The passkey made, in its JSON form. @throws DOMException of the browser, as when the person gives up. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  return jsonOf(await navigator.credentials.create({ publicKey }))
}

/** The answer to a challenge, in its JSON form. @throws DOMException of the browser, as when the person gives up. */
export async function answerWithPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return jsonOf(await navigator.credentials.get({ publicKey }))
}

function jsonOf(credential: Credential | null): unknown {
  if (credential instanceof PublicKeyCredential) return credential.toJSON()
  throw new DOMException('no passkey was used', 'NotAllowedError')
}
