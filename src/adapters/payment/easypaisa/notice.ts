import type { Notice, RawNotice } from '../../../domains/payments/rail.ts'
import { type EasypaisaSettings, STATUS_PATH } from './client.ts'

const REFERENCE = /^[0-9A-Za-z]{1,20}$/

/**
 * Reads an Easypay notice, which carries nothing but an address to fetch. We never fetch it: whoever writes that
 * address would choose whom our server calls. It only names a payment, when it is Easypay's own and ours, and then we
 * inquire.
 * The browser's second return names a payment too, and proves nothing.
 */
export function readNotice(raw: RawNotice, settings: EasypaisaSettings): Notice | { readonly unreadable: string } {
  const { url = '', orderRefNumber = '', orderRefNum = '' } = raw.query
  if (url !== '') return fromAddress(url, settings)
  const reference = orderRefNumber || orderRefNum
  return REFERENCE.test(reference) ? claim(reference, false) : { unreadable: 'no reference' }
}

function fromAddress(text: string, { account, api_base }: EasypaisaSettings): ReturnType<typeof readNotice> {
  if (text.length > 1_000 || !URL.canParse(text)) return { unreadable: 'an address that is none' }
  const url = new URL(text)
  const reference = url.pathname.split('/').at(-1) ?? ''
  if (!REFERENCE.test(reference)) return { unreadable: 'an address without a reference' }
  const own = new URL(`${api_base}${STATUS_PATH}/${account}/${reference}`)
  return claim(reference, url.href === own.href)
}

function claim(reference: string, verified: boolean): Notice {
  return { verified, reference, provider_id: '', amount_paisa: null, currency: 'PKR', claimed: 'pending', code: 'told' }
}
