// The GraphQL workbench: sends a document with a token, shows the answer. It needs nothing from elsewhere.

const form = element('form', HTMLFormElement)
const token = element('token', HTMLInputElement)
const query = element('query', HTMLTextAreaElement)
const variables = element('variables', HTMLTextAreaElement)
const schema = element('schema', HTMLButtonElement)
const answer = element('answer', HTMLPreElement)

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void run(query.value, variables.value)
})
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.ctrlKey) void run(query.value, variables.value)
})
schema.addEventListener('click', () => void run(introspection, '{}'))

const introspection = `{ __schema { queryType { name } mutationType { name } types { kind name description
  fields { name description args { name type { ...T } } type { ...T } } inputFields { name type { ...T } } enumValues { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

async function run(document: string, variablesText: string): Promise<void> {
  answer.textContent = '…'
  try {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' }
    if (token.value !== '') headers['Authorization'] = `Bearer ${token.value}`
    const given: unknown = variablesText.trim() === '' ? {} : JSON.parse(variablesText)
    const response = await fetch('/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: document, variables: given }),
    })
    answer.textContent = JSON.stringify(await response.json(), null, 2)
  } catch (error) {
    answer.textContent = String(error)
  }
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`)
  return found
}
