import type { Say } from '../../kit/text/messages.ts'

/** Who has money in hand, in words: 'market', 'rider:<id>', a rail or a courier by its name. */
export function holderWords(t: Say, holder: string): string {
  const [kind = ''] = holder.split(':')
  return t.maybe(`operator.holder.${kind}`) ?? kind
}

/** What an account of the books means: 'hold:<order>', 'cash:<holder>', 'payable' … */
export function accountWords(t: Say, account: string): string {
  const [kind = '', ...rest] = account.split(':')
  if (kind === 'cash') return t('operator.account.cash', { holder: holderWords(t, rest.join(':')) })
  const named = rest[0] && t.maybe(`operator.account.${kind}.${rest[0]}`)
  if (named) return named
  return t.maybe(`operator.account.${kind}`) ?? account
}

/** What made a transfer: 'order:<id>:release' and the like, by its last word. */
export function causeWords(t: Say, cause: string): string {
  const parts = cause.split(':')
  const name = parts[0] === 'order' ? (parts[2] ?? '') : (parts[0] ?? '')
  return t.maybe(`operator.cause.${name}`) ?? cause
}
