import { route } from '../web/route.ts'

/** Every address of the simulated phones. A phone is named by its digits. */
export const routes = {
  phones: route('/demo/phones'),
  phone: route('/demo/phones/:number'),
  hand: route('/demo/phones/:number/hand'),
  mails: route('/demo/mails'),
  texts: route('/demo/phones/:number/texts'),
} as const

/** The address of a number in E.164. */
export function phoneHref(number: string): string {
  return routes.phone.href({ number: number.replace(/^\+/, '') })
}
