import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const said = new Set<string>()

/**
 * Where a file of the shared data set lies, or undefined when this machine does not have it: beside the checkout in
 * `shared/data`, or where BHAROSA_SHARED_DATA says. A test that needs it is skipped, and says so:
 * `const file = sharedData('catalogue/shopify_apparel.csv')`, then `test.skipIf(!file)(…)`.
 */
export function sharedData(path: string): string | undefined {
  const folder = process.env.BHAROSA_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
  const file = join(folder, path)
  if (existsSync(file)) return file
  if (!said.has(path)) console.warn(`skipped: data not present (${path})`)
  said.add(path)
  return undefined
}
