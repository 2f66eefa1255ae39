import { createHash } from 'node:crypto'
import type { Fields } from './secure-hash.ts'

export type Language = 'en' | 'ur'

const WORDS = {
  en: {
    title: 'Pay with JazzCash (simulator)',
    play: 'This is a simulator. No real money moves.',
    amount: 'Amount',
    number: 'Order reference',
    wallet: 'Mobile wallet number',
    walletHint:
      'For example 03123456789. The last three digits choose what happens: 789 pays, 780 has too little money, ' +
      '781 pays after a while, 782 pays and the notice gets lost, 783 pays and the notice comes twice.',
    mpin: 'MPIN (4 digits)',
    mpinHint: 'Any four digits. 0000 is a wrong MPIN. Never type a real MPIN here.',
    pay: 'Pay',
    cancel: 'Cancel',
    back: 'Return to shop',
    other: 'اردو',
    badWallet: 'Type 11 digits that begin with 03',
    badMpin: 'Type 4 digits',
    wrongMpin: 'This MPIN is wrong. Try again',
    paid: 'Paid',
    pending: 'The payment is being processed',
    failed: 'The payment did not go through',
    code: 'Code',
  },
  ur: {
    title: 'جاز کیش سے ادائیگی (نقلی)',
    play: 'یہ ایک نقلی صفحہ ہے۔ کوئی اصلی رقم منتقل نہیں ہوتی۔',
    amount: 'رقم',
    number: 'آرڈر کا حوالہ',
    wallet: 'موبائل والٹ نمبر',
    walletHint:
      'مثلاً 03123456789۔ آخری تین ہندسے نتیجہ چنتے ہیں: 789 ادائیگی، 780 رقم کم، ' +
      '781 کچھ دیر بعد ادائیگی، 782 اطلاع گم، 783 اطلاع دو بار۔',
    mpin: 'ایم پن (4 ہندسے)',
    mpinHint: 'کوئی بھی چار ہندسے۔ 0000 غلط ہے۔ اپنا اصلی ایم پن یہاں کبھی نہ لکھیں۔',
    pay: 'ادا کریں',
    cancel: 'منسوخ کریں',
    back: 'دکان پر واپس جائیں',
    other: 'English',
    badWallet: '11 ہندسے لکھیں جو 03 سے شروع ہوں',
    badMpin: '4 ہندسے لکھیں',
    wrongMpin: 'ایم پن غلط ہے۔ دوبارہ کوشش کریں',
    paid: 'ادائیگی ہو گئی',
    pending: 'ادائیگی زیرِ عمل ہے',
    failed: 'ادائیگی نہیں ہو سکی',
    code: 'کوڈ',
  },
} as const

const STYLE = [
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1rem;background:#fff;color:#1a1a1a}',
  'h1{font-size:1.4rem}h2{font-size:1.2rem}dt{color:#444}dd{margin:0;font-weight:700}',
  'label{display:block;font-weight:700;margin-top:1rem}',
  'input{font:inherit;width:100%;padding:.6rem;box-sizing:border-box;border:2px solid #444;border-radius:4px}',
  'button{font:inherit;min-height:48px;padding:0 1.2rem;margin:1rem 0;margin-inline-end:.5rem;border-radius:4px}',
  'button{border:2px solid #a3131b;background:#a3131b;color:#fff}',
  'button.plain{background:#fff;color:#1a1a1a;border-color:#444}',
  '.play{background:#fff4ce;padding:.6rem}.hint{color:#444;font-size:.95rem;margin:.2rem 0}',
  '.wrong{color:#a3131b;font-weight:700}',
].join('')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** No script, one known style, and forms may go to any shop. */
export const PAGE_POLICY = [
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'`,
  `frame-ancestors 'none'; base-uri 'none'`,
].join('; ')

export interface PayView {
  readonly lang: Language
  readonly page_key: string
  readonly reference: string
  readonly amount_paisa: bigint
  /** What the payer typed before. The MPIN is never given back. */
  readonly wallet: string
  readonly wrong: { readonly wallet?: 'badWallet'; readonly mpin?: 'badMpin' | 'wrongMpin' }
}

/** The hosted page: wallet number, MPIN, Pay and Cancel. */
export function payPage(view: PayView): string {
  const words = WORDS[view.lang]
  const other = view.lang === 'en' ? 'ur' : 'en'
  const wallet = {
    name: 'wallet',
    label: words.wallet,
    hint: words.walletHint,
    wrong: view.wrong.wallet && words[view.wrong.wallet],
    more: 'inputmode="tel" autocomplete="off"',
    value: view.wallet,
  }
  const mpin = {
    name: 'mpin',
    label: words.mpin,
    hint: words.mpinHint,
    wrong: view.wrong.mpin && words[view.wrong.mpin],
    more: 'type="password" inputmode="numeric" maxlength="4" autocomplete="off"',
    value: '',
  }
  return shell(
    view.lang,
    `${summary(view.lang, view.amount_paisa, view.reference)}
<form method="post" action="pay">
<input type="hidden" name="page" value="${text(view.page_key)}"><input type="hidden" name="lang" value="${view.lang}">
${field(wallet)}
${field(mpin)}
<button name="do" value="pay">${words.pay}</button>
<button class="plain" name="do" value="cancel">${words.cancel}</button>
<button class="plain" name="do" value="${other}" lang="${other}">${words.other}</button>
</form>`,
  )
}

export interface EndView {
  readonly lang: Language
  readonly reference: string
  readonly amount_paisa: bigint
  readonly result: 'paid' | 'pending' | 'failed'
  readonly code: string
  readonly message: string
  readonly return_url: string
  /** Signed: what the real page posts back by script, and here by a button. */
  readonly fields: Fields
}

/** How the payment went, and the button that carries the signed answer back to the shop. */
export function endPage(view: EndView): string {
  const words = WORDS[view.lang]
  const hidden = Object.entries(view.fields).map(
    ([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`,
  )
  return shell(
    view.lang,
    `<h2>${words[view.result]}</h2>${summary(view.lang, view.amount_paisa, view.reference)}
<p class="hint">${words.code} <bdi dir="ltr">${text(view.code)}: ${text(view.message)}</bdi></p>
<form method="post" action="${text(view.return_url)}">${hidden.join('')}<button>${words.back}</button></form>`,
  )
}

/** A form that the rail cannot take and cannot send back: what is wrong, in the rail's own code. */
export function brokenPage(code: string, message: string): string {
  return shell('en', `<p class="wrong">${text(code)}: ${text(message)}</p>`)
}

/** The counter of a shop: the number of a voucher is typed, and the cash is taken. */
export function counterPage(view: { number: string; code?: string; paid_paisa?: bigint }): string {
  const words = WORDS.en
  if (view.paid_paisa !== undefined)
    return shell('en', `<h2>${words.paid}</h2>${summary('en', view.paid_paisa, view.number)}`)
  const wrong = view.code ? `No voucher waits with this number (${view.code})` : undefined
  const number = { name: 'number', label: 'Voucher number', hint: 'It stands on the page of the shop.', wrong }
  const more = 'inputmode="numeric" autocomplete="off"'
  const input = field({ ...number, more, value: view.number })
  return shell(
    'en',
    `<h2>At a shop that takes JazzCash</h2><form method="post">${input}<button>Take the cash</button></form>`,
  )
}

function shell(lang: Language, body: string): string {
  const words = WORDS[lang]
  return `<!doctype html><html lang="${lang}" dir="${lang === 'ur' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${words.title}</title><style>${STYLE}</style></head>
<body><main><h1>${words.title}</h1><p class="play">${words.play}</p>${body}</main></body></html>`
}

function summary(lang: Language, amountPaisa: bigint, reference: string): string {
  const words = WORDS[lang]
  return `<dl><dt>${words.amount}</dt><dd><bdi dir="ltr">${rupees(amountPaisa)}</bdi></dd>
<dt>${words.number}</dt><dd><bdi dir="ltr">${text(reference)}</bdi></dd></dl>`
}

interface Field {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly wrong: string | undefined
  /** More attributes, written here and never by a visitor. */
  readonly more: string
  readonly value: string
}

function field({ name, label, hint, wrong, more, value }: Field): string {
  const error = wrong ? `<p class="wrong" id="${name}-wrong">${wrong}</p>` : ''
  const told = wrong ? `aria-invalid="true" aria-describedby="${name}-wrong ` : 'aria-describedby="'
  return `<label for="${name}">${label}</label><p class="hint" id="${name}-hint">${hint}</p>${error}
<input id="${name}" name="${name}" dir="ltr" ${more} ${told}${name}-hint" value="${text(value)}">`
}

function rupees(paisa: bigint): string {
  const odd = paisa % 100n
  return `Rs ${(paisa / 100n).toLocaleString('en-PK')}${odd ? `.${String(odd).padStart(2, '0')}` : ''}`
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
