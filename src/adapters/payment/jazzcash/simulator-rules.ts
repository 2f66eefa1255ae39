import { type Fields, fromKarachiStamp, isSigned } from './secure-hash.ts'

/** The one shop that the simulated rail knows. */
export interface SimulatedMerchant {
  readonly merchant_id: string
  readonly password: string
  readonly salt: string
  readonly merchant_mpin: string
  /** Where notices go, server to server. */
  readonly notice_url: string
}

/** The rail's words for the codes that the simulator gives. */
export const MESSAGES: Readonly<Record<string, string>> = {
  '000': 'Thank you for Using JazzCash, your transaction was successful.',
  '004': 'Low balance',
  '003': 'Invalid account',
  '024': 'Bad PIN',
  '060': 'PIN retries exhausted',
  '101': 'Invalid merchant credentials.',
  '109': 'Transaction does not exist',
  '110': 'Invalid value for',
  '112': 'Transaction Cancelled by User.',
  '111': 'Transaction not allowed.',
  '115': 'Invalid hash received.',
  '116': 'Transaction Expired',
  '124': 'Order is placed and waiting for financials to be received over the counter.',
  '121': 'Transaction has been marked confirmed by Merchant.',
  '129': 'Transaction is dropped.',
  '131': 'Transaction is Refunded',
  '132': 'Sorry! The selected transaction cannot be refunded',
  '134': 'Transaction has timed out.',
  '157': 'Transaction is pending.(for Mwallet and MIgs)',
  '454': 'Partial refund is not allowed.',
  '455': 'Transaction is not settled yet.',
  '451': 'Multiple partial refunds are not allowed.',
}

export interface Fault {
  readonly code: string
  readonly message: string
}

/** Who is asking, for every call: merchant, password, then hash. */
export function faultOfCaller(fields: Fields, merchant: SimulatedMerchant): Fault | undefined {
  if (fields.pp_MerchantID !== merchant.merchant_id || fields.pp_Password !== merchant.password) return fault('101')
  return isSigned(fields, merchant.salt) ? undefined : fault('115')
}

/** What is wrong with a hosted-page form, by the limits that the rail publishes. */
export function faultOfForm(fields: Fields, now: Date): Fault | undefined {
  const tests: Readonly<Record<string, (value: string) => boolean>> = {
    pp_Version: (value) => value === '1.1',
    pp_TxnType: (value) => value === 'MWALLET',
    pp_Language: (value) => value === 'EN',
    pp_TxnRefNo: (value) => /^[0-9A-Za-z]{1,20}$/.test(value),
    pp_Amount: (value) => /^[1-9]\d{0,12}$/.test(value),
    pp_TxnCurrency: (value) => value === 'PKR',
    pp_TxnDateTime: (value) => fromKarachiStamp(value) !== undefined,
    pp_TxnExpiryDateTime: (value) => fromKarachiStamp(value) !== undefined,
    pp_BillReference: (value) => /^[0-9A-Za-z]{1,20}$/.test(value),
    pp_Description: (value) => /^[^<>*=%/:'|"{}]{1,200}$/.test(value),
    pp_ReturnURL: isWebAddress,
  }
  for (const [name, test] of Object.entries(tests)) if (!test(fields[name] ?? '')) return fault('110', name)
  const expires = fromKarachiStamp(fields.pp_TxnExpiryDateTime ?? '')
  return expires && expires <= now ? fault('116') : undefined
}

/** True for an address that a browser may be sent to. */
export function isWebAddress(value: string): boolean {
  return value.length <= 200 && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

export function fault(code: string, field?: string): Fault {
  return { code, message: field ? `${MESSAGES[code]} ${field}.` : (MESSAGES[code] ?? '') }
}

/** What a wallet does, by the last three digits of its number. All other numbers pay. */
export interface WalletOutcome {
  readonly state: 'paid' | 'pending' | 'failed'
  readonly code: string
  readonly notices: 0 | 1 | 2
  /** What a pending payment turns into after a while; left out, it is paid. */
  readonly settles_to?: 'failed'
  /** The payment is made, and the answer to the shop is lost on its way. */
  readonly answer_lost?: true
}

const WALLETS: Readonly<Record<string, WalletOutcome>> = {
  '780': { state: 'failed', code: '004', notices: 1 },
  '781': { state: 'pending', code: '157', notices: 1 },
  '782': { state: 'paid', code: '000', notices: 0 },
  '783': { state: 'paid', code: '000', notices: 2 },
  '784': { state: 'paid', code: '000', notices: 0, answer_lost: true },
  '785': { state: 'pending', code: '157', notices: 0, settles_to: 'failed' },
}

export function outcomeOf(wallet: string): WalletOutcome {
  return WALLETS[wallet.slice(-3)] ?? { state: 'paid', code: '000', notices: 1 }
}
