import { expect, test } from 'vitest'
import { openBrowser } from './browser.ts'

const { newPage } = await openBrowser()
const page = (body: string) => `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><body>${body}`)}`

test('the browser draws Urdu with letters of its own, and not with boxes', async () => {
  const ink = async (words: string) => {
    const open = await newPage()
    await open.goto(page(`<p lang=ur dir=rtl style="font-size:40px;font-family:'Noto Nastaliq Urdu'">${words}`))
    const picture = await open.screenshot()
    await open.context().close()
    return picture
  }
  // Words of a script for which there is no font come out as the same box, however different they are.
  expect((await ink('\u1820')).equals(await ink('\u1826'))).toBe(true)
  expect((await ink('بھروسہ')).equals(await ink('بھرومہ'))).toBe(false)
  expect((await ink('b')).equals(await ink('d'))).toBe(false)
})

test('a page runs no script unless the test asks for it', async () => {
  const body = '<p>closed</p><script>document.querySelector("p").textContent = "open"</script>'
  const still = await newPage()
  await still.goto(page(body))
  expect(await still.textContent('p')).toBe('closed')
  const lively = await newPage({ javaScriptEnabled: true })
  await lively.goto(page(body))
  expect(await lively.textContent('p')).toBe('open')
})

test('nothing outside this machine can be reached', async () => {
  const open = await newPage()
  await expect(open.goto('http://bharosa.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
})
