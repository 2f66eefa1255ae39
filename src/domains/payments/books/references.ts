import { railReference } from '../rail.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const LENGTH = 20

/** The names under which a thing of ours may stand on a statement: its id, and our twenty letters for it. */
export function namesOf(text: string): string[] {
  const ids = text.match(UUID) ?? []
  return [...new Set(ids.flatMap((id) => [railReference(id), id.replaceAll('-', '').toUpperCase()]))]
}

/** Every run of letters in what a bank wrote that could be a name of ours. Banks put in spaces and leave out dashes. */
export function namesIn(text: string): string[] {
  const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const names = new Set(paymentReferencesIn(text))
  for (const [, found = ''] of plain.matchAll(/(?=([0-9A-F]{32}))/g)) names.add(found)
  return [...names]
}

/** What could be a reference of ours: twenty letters that begin with a time of this century. */
export function paymentReferencesIn(text: string): string[] {
  const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const found = new Set<string>()
  for (let at = plain.indexOf('01'); at >= 0; at = plain.indexOf('01', at + 1)) {
    const name = plain.slice(at, at + LENGTH)
    if (name.length === LENGTH && /^[0-9A-HJKMNP-TV-Z]+$/.test(name)) found.add(name)
  }
  return [...found]
}
