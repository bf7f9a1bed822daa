// The verification page begins here: the desk, its surface, and the keeper that lets it work without a network.

import { render } from 'preact'
import { App } from './app.tsx'
import { startDesk } from './desk.ts'
import { keepForOffline } from './own-scripts.ts'
import { fitsBrowser, preferredLanguage, words } from './words.ts'

const place = document.getElementById('app')
if (place === null) throw new Error('the page has no place for the application')
const language = preferredLanguage(navigator.languages)
if (fitsBrowser()) {
  render(<App desk={startDesk()} first={language} />, place)
  void keepForOffline()
} else {
  document.documentElement.lang = language
  render(<p class="old">{words[language].oldBrowser}</p>, place)
}
