import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { latinDigits } from '../../kit/money/money.ts'
import { rupeesText } from './reading.ts'

const WORDS = {
  en: {
    play: 'This is a simulator. No real money moves.',
    amount: 'Amount',
    reference: 'Order reference',
    number: 'Wallet or account number',
    hint:
      'For example 03123456789. The last three digits choose what happens: 780 has too little money, 781 pays after ' +
      'a while, 782 pays and the notice gets lost, 783 pays and the notice comes twice, all others pay.',
    pay: 'Pay',
    cancel: 'Cancel',
    back: 'Return to shop',
    other: 'اردو',
    wrong: 'Type 11 digits that begin with 03',
    paid: 'Paid',
    pending: 'The payment is being processed',
    failed: 'The payment did not go through',
    nothing: 'Nothing waits to be paid',
    transfer: 'Bank transfer (simulator)',
    rupees: 'Amount in rupees',
    narration: 'What to write on the transfer',
    badAmount: 'Type an amount such as 2450',
    sent: 'Sent. The bank’s number is',
    code: 'Code',
  },
  ur: {
    play: 'یہ ایک نقلی صفحہ ہے۔ کوئی اصلی رقم منتقل نہیں ہوتی۔',
    amount: 'رقم',
    reference: 'آرڈر کا حوالہ',
    number: 'والٹ یا اکاؤنٹ نمبر',
    hint:
      'مثلاً 03123456789۔ آخری تین ہندسے نتیجہ چنتے ہیں: 780 رقم کم، 781 کچھ دیر بعد ادائیگی، 782 اطلاع گم، ' +
      '783 اطلاع دو بار، باقی سب ادائیگی۔',
    pay: 'ادا کریں',
    cancel: 'منسوخ کریں',
    back: 'دکان پر واپس جائیں',
    other: 'English',
    wrong: '11 ہندسے لکھیں جو 03 سے شروع ہوں',
    paid: 'ادائیگی ہو گئی',
    pending: 'ادائیگی زیرِ عمل ہے',
    failed: 'ادائیگی نہیں ہو سکی',
    nothing: 'ادائیگی کے لیے کچھ نہیں',
    transfer: 'بینک ٹرانسفر (نقلی)',
    rupees: 'رقم روپوں میں',
    narration: 'ٹرانسفر پر کیا لکھنا ہے',
    badAmount: 'رقم لکھیں، مثلاً 2450',
    sent: 'بھیج دیا گیا۔ بینک کا نمبر',
    code: 'کوڈ',
  },
} as const

export type PageLanguage = keyof typeof WORDS

const STYLE = [
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1rem;background:#fff;color:#1a1a1a}',
  'h1{font-size:1.4rem}dt{color:#444}dd{margin:0;font-weight:700;overflow-wrap:anywhere}label{font-weight:700}',
  'input{font:inherit;width:100%;padding:.6rem;box-sizing:border-box;border:2px solid #444;border-radius:4px}',
  'button{font:inherit;min-height:48px;padding:0 1.2rem;margin:1rem 0;margin-inline-end:.5rem;border-radius:4px;',
  'border:2px solid #1d4f91;background:#1d4f91;color:#fff}',
  'button.plain{background:#fff;color:#1a1a1a;border-color:#444}',
  '.play{background:#fff4ce;padding:.6rem}.hint{color:#444;font-size:.95rem}.wrong{color:#a3131b;font-weight:700}',
].join('')
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; \
frame-ancestors 'none'; base-uri 'none'`

export interface PayView {
  readonly title: string
  readonly lang: PageLanguage
  /** Hidden fields of the form. */
  readonly hidden: Readonly<Record<string, string>>
  readonly action: string
  readonly reference: string
  readonly amount_paisa: bigint
  readonly typed?: string
  readonly is_wrong?: boolean
}

/** The page on which a payer of a simulated rail pays or cancels. */
export function payPage(view: PayView): string {
  const words = WORDS[view.lang]
  const wrong = view.is_wrong ? `<p class="wrong" id="wrong">${words.wrong}</p>` : ''
  return shell(
    view.lang,
    view.title,
    `<form method="post" action="${escaped(view.action)}">${hiddenInputs({ ...view.hidden, lang: view.lang })}
${facts(view)}<label for="number">${words.number}</label><p class="hint" id="hint">${words.hint}</p>${wrong}
<input id="number" name="number" inputmode="tel" dir="ltr" aria-describedby="hint" value="${escaped(view.typed ?? '')}">
<button name="do" value="pay">${words.pay}</button>
<button class="plain" name="do" value="cancel">${words.cancel}</button>
<button class="plain" name="do" value="${view.lang === 'en' ? 'ur' : 'en'}">${words.other}</button></form>`,
  )
}

export interface EndView {
  readonly title: string
  readonly lang: PageLanguage
  readonly reference: string
  readonly amount_paisa: bigint
  readonly result: 'paid' | 'pending' | 'failed'
  readonly code: string
  readonly back: {
    readonly method: 'get' | 'post'
    readonly url: string
    readonly fields: Readonly<Record<string, string>>
  }
}

/** How it ended, with the form that carries the answer back to the shop. */
export function endPage(view: EndView): string {
  const words = WORDS[view.lang]
  const { method, url, fields } = view.back
  return shell(
    view.lang,
    view.title,
    `<h2>${words[view.result]}</h2>${facts(view)}<p>${words.code} ${escaped(view.code)}</p>
<form method="${method}" action="${escaped(url)}">${hiddenInputs(fields)}<button>${words.back}</button></form>`,
  )
}

/** What waits in a simulated bank app: one form for each. */
export function waitingPage(title: string, lang: PageLanguage, waiting: readonly Omit<PayView, 'title' | 'lang'>[]) {
  const words = WORDS[lang]
  const forms = waiting.map(
    (each) => `<form method="post" action="${escaped(each.action)}">${hiddenInputs({ ...each.hidden, lang })}
${facts({ ...each, lang })}<button name="do" value="pay">${words.pay}</button>
<button class="plain" name="do" value="cancel">${words.cancel}</button></form>`,
  )
  return shell(lang, title, forms.join('<hr>') || `<p>${words.nothing}</p>`)
}

/** A simulated bank app: an amount, and what the sender writes on the transfer. */
export function transferPage(view: {
  readonly lang: PageLanguage
  readonly amount: string
  readonly narration: string
  readonly is_wrong: boolean
  /** The bank's number of a transfer that was just sent. */
  readonly sent: string
}): string {
  const words = WORDS[view.lang]
  const wrong = view.is_wrong ? `<p class="wrong" id="wrong">${words.badAmount}</p>` : ''
  const sent = view.sent === '' ? '' : `<p role="status">${words.sent} <b dir="ltr">${escaped(view.sent)}</b></p>`
  return shell(
    view.lang,
    words.transfer,
    `${sent}<form method="post" action="app">${hiddenInputs({ lang: view.lang })}
<label for="amount">${words.rupees}</label>${wrong}
<input id="amount" name="amount" inputmode="decimal" dir="ltr" value="${escaped(view.amount)}">
<label for="narration">${words.narration}</label>
<input id="narration" name="narration" dir="ltr" maxlength="140" value="${escaped(view.narration)}">
<button name="do" value="pay">${words.pay}</button></form>`,
  )
}

/** Sends a page of a simulator: no script, one known style, and forms may go to any shop. */
export function sendPage(c: Context, html: string, status: 200 | 400 | 404 = 200) {
  return c.html(html, status, { 'content-security-policy': POLICY, 'cache-control': 'no-store' })
}

/** The language that a browser asks for. */
export function languageOf(c: Context, chosen = ''): PageLanguage {
  if (chosen === 'en' || chosen === 'ur') return chosen
  return /^\s*ur\b/i.test(c.req.header('accept-language') ?? '') ? 'ur' : 'en'
}

/** 03XXXXXXXXX from what people type, or undefined. */
export function localNumber(typed: string): string | undefined {
  const number = latinDigits(typed)
    .replace(/[\s()-]/g, '')
    .replace(/^(\+92|0092|92)(?=3)/, '0')
  return /^03\d{9}$/.test(number) ? number : undefined
}

function facts(view: { lang: PageLanguage; reference: string; amount_paisa: bigint }): string {
  const words = WORDS[view.lang]
  return `<dl><dt>${words.amount}</dt><dd>Rs ${rupeesText(view.amount_paisa)}</dd>
<dt>${words.reference}</dt><dd dir="ltr">${escaped(view.reference)}</dd></dl>`
}

function hiddenInputs(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('')
}

function shell(lang: PageLanguage, title: string, main: string): string {
  return `<!doctype html><html lang="${lang}" dir="${lang === 'ur' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1><p class="play">${WORDS[lang].play}</p>${main}</main></body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
