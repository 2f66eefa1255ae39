import { expect, test } from 'vitest'
import { weighPages } from '../../tools/page-weight.ts'
import { dataFolder, startProgram } from '../setup/program.ts'

test('every public page of a full market is light, and waits for no script', { timeout: 180_000 }, async () => {
  const { origin } = await startProgram(dataFolder(), { BHAROSA_DEMO: 'on' })
  const links = await linksOf(`${origin}/search?q=`)
  const listings = links.filter((path) => path.startsWith('/l/')).slice(0, 3)
  const shops = (await linksOf(`${origin}${listings[0]}`)).filter((path) => path.startsWith('/s/')).slice(0, 1)
  expect(listings).toHaveLength(3)
  expect(shops).toHaveLength(1)
  const plain = [
    '/',
    '/search?q=',
    '/search?q=chappal',
    '/search?q=nothinglikethis',
    '/cart',
    '/me/sign-in',
    '/demo/phones',
  ]
  const paths = [...plain, ...listings, ...shops]
  const languages = ['en', 'ur', 'roman-ur'].flatMap((lang) =>
    paths.map((path) => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`),
  )
  const { problems } = await weighPages(origin, languages)
  expect(problems.map(({ file, words }) => `${file}: ${words}`)).toEqual([])
})

async function linksOf(address: string): Promise<string[]> {
  const html = await (await fetch(address)).text()
  return [...html.matchAll(/href="(\/[ls]\/[^"?#]+)"/g)].map(([, path = '']) => path)
}
