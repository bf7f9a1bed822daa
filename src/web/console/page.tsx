// The console begins here: where a person signs in, looks after devices and sessions, and decides with others.

import { render } from 'preact'
import { fitsBrowser, preferredLanguage } from '../verify/words.ts'
import { App } from './app.tsx'
import { tell } from './words.ts'

const place = document.getElementById('app')
if (place === null) throw new Error('the page has no place for the application')
const language = preferredLanguage(navigator.languages)
if (/^(127\.|\[::1\])/.test(location.hostname)) {
  // Browsers have no passkeys for addresses; this machine has a name.
  location.hostname = 'localhost'
} else if (fitsBrowser() && 'credentials' in navigator && 'PublicKeyCredential' in window) {
  render(<App first={language} />, place)
} else {
  document.documentElement.lang = language
  render(<p class="old">{tell(language, 'oldBrowser')}</p>, place)
}
