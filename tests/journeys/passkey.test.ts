import { expect, test } from 'vitest'
import { SYSTEM, seedPerson } from '../../src/domains/identity/identity.ts'
import { openBrowser } from '../setup/browser.ts'
import { testMarket } from '../setup/market.ts'

const open = await testMarket({}, undefined, 'localhost')
const { newPage } = await openBrowser()

/** Ayesha's phone: a browser that runs the one script, with a reader for her finger in it. */
async function phone() {
  const page = await newPage({ baseURL: open.base, javaScriptEnabled: true })
  page.setDefaultTimeout(20_000)
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  await device.send('WebAuthn.addVirtualAuthenticator', { options })
  return page
}

test('Ayesha adds a passkey, comes in with it later, and takes it away again', { timeout: 60_000 }, async () => {
  const { db } = open.market
  const ayesha = await db.tx((tx) => seedPerson(tx, SYSTEM, { phone: '+923001234567', name: 'Ayesha', language: 'en' }))
  const { cookies } = await open.visitor({ kind: 'person', person_id: ayesha })
  const page = await phone()
  await page.context().addCookies([{ name: 'session', value: cookies.get('session') ?? '', url: open.base }])

  await page.goto('/me/passkeys')
  await page.getByRole('button', { name: 'Add this device' }).click()
  await page.getByRole('button', { name: 'Ask my device' }).click()
  await page.waitForURL('**/me/passkeys')
  await expect.poll(() => page.locator('main').innerText()).toContain('Since')

  await page.context().clearCookies({ name: 'session' })
  await page.goto('/me/passkey?next=/me/name')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('button', { name: 'Ask my device' }).click()
  await page.waitForURL('**/me/name')
  expect(await page.locator('main').innerText()).not.toContain('passkey')

  await page.goto('/me/passkeys')
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.waitForURL('**/me/passkeys')
  expect(await page.locator('main').innerText()).not.toContain('Since')
})

test('a browser without scripts is told so, and the script is the only one that a page allows', async () => {
  const stranger = await open.visitor()
  const door = await (await stranger.get('/me/passkey')).text()
  expect(door).not.toContain('<script')
  const form_token = /name="form_token" value="([^"]+)"/.exec(door)?.[1] ?? ''
  const asking = await stranger.post('/me/passkey', { form_token, do: 'begin', next: '/me' })
  expect(asking.headers.get('content-security-policy')).toContain("script-src 'self';")
  const [, href = ''] = /<script src="([^"]+)"/.exec(await asking.text()) ?? []
  const script = await stranger.get(href)
  expect(script.status).toBe(200)
  expect(script.headers.get('content-type')).toContain('text/javascript')
  const answer = await stranger.post('/me/passkey', { form_token, do: 'get', next: '/me', passkey_answer: '' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('Your device sent no passkey.')
})

test('an answer that a device never made lets nobody in', async () => {
  const eve = await open.visitor()
  const door = await (await eve.get('/me/passkey')).text()
  const form_token = /name="form_token" value="([^"]+)"/.exec(door)?.[1] ?? ''
  for (const passkey_answer of [
    '{"id":"x"}',
    '{}',
    shaped('e30', 'AAAA'),
    shaped('!', ''),
    shaped('eyJjaGFsbGVuZ2UiOiJhIn0', 'AAAA'),
    '{"response":{"clientDataJSON":"e30"}}',
    '{'.repeat(300),
  ]) {
    const answer = await eve.post('/me/passkey', { form_token, do: 'get', next: '/me', passkey_answer })
    expect(answer.status).toBe(422)
    expect(eve.cookies.has('session')).toBe(false)
  }
})

/** Of the right shape, with nothing behind it. */
function shaped(clientDataJSON: string, signature: string): string {
  const response = { clientDataJSON, authenticatorData: 'AAAA', signature, userHandle: 'AAAA' }
  return JSON.stringify({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response, clientExtensionResults: {} })
}
