import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { type BigChoice, Radios } from '../../ui/choices.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { GoodsLine, type GoodsLineView } from '../../ui/listing-card.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { PhotoFields } from '../goods/photo-fields.tsx'

export interface PackView {
  t: Say
  number: string
  lines: readonly GoodsLineView[]
  carriers: readonly BigChoice[]
  carrier: string
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { pack: string; order: string }
}

/** Count, photograph, close: what goes in is seen by both sides later. */
export function PackPage({ t, number, lines, carriers, carrier, wrong, hidden, links }: PackView) {
  return (
    <Narrow>
      <h1>{t.parts('seller.pack.title', { number: <Code key="number">{number}</Code> })}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Section title={t('seller.pack.put_in')}>
        {lines.map((line) => (
          <GoodsLine key={`${line.title} ${line.facts?.join()}`} t={t} goods={line} />
        ))}
      </Section>
      <Form action={links.pack} hidden={hidden} files>
        <h2>{t('seller.pack.photo')}</h2>
        <p class="hint">{t('seller.pack.photo.hint')}</p>
        <PhotoFields t={t} error={wrong?.field === 'photo' ? wrong.message : undefined} />
        <Radios
          t={t}
          name="carrier"
          legend={t('seller.pack.carrier')}
          options={carriers}
          value={carrier}
          error={wrong?.field === 'carrier' ? wrong.message : undefined}
        />
        <FormActions>
          <Button kind="act">{t('seller.pack.done')}</Button>
          <ButtonLink href={links.order}>{t('seller.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}

export interface LabelView {
  t: Say
  number: string
  code: string
  qr: string
  carrier: string
  tracking: string | undefined
  codPaisa: bigint
  from: string
  to: { name: string; phone: string; lines: readonly string[]; city: string }
  isNew: boolean
  links: { order: string; next: string }
}

/** What is stuck on the parcel: the code large, the cash due, the address. Prints alone, without the page round it. */
export function LabelPage({ t, number, code, qr, carrier, tracking, codPaisa, from, to, isNew, links }: LabelView) {
  return (
    <>
      <div class="no-print">
        <h1>{t('seller.label.title')}</h1>
        {isNew && (
          <Notice tone="good" title={t('seller.label.packed')}>
            <p>{t('seller.label.next')}</p>
          </Notice>
        )}
        <p>{t('seller.label.how', { code })}</p>
      </div>
      <article class="label">
        <div class="label-head">
          <QrCode text={qr} label={t('ui.qr', { text: code })} size={160} />
          <div>
            <p class="label-code">
              <Code>{code}</Code>
            </p>
            <p>
              {carrier}
              {tracking && (
                <>
                  {' · '}
                  <Code>{tracking}</Code>
                </>
              )}
            </p>
            <p>{t.parts('seller.order.title', { number: <Code key="number">{number}</Code> })}</p>
          </div>
        </div>
        <p class="label-cod">
          {codPaisa > 0n
            ? t.parts('seller.label.cod', { amount: <Rupees key="amount" t={t} paisa={codPaisa} /> })
            : t('seller.label.paid')}
        </p>
        <address class="where">
          <b>
            <bdi>{to.name}</bdi>
          </b>
          {to.lines.map((line) => (
            <span key={line}>
              <bdi>{line}</bdi>
            </span>
          ))}
          <b>{to.city}</b>
          <span>
            <Code>{to.phone}</Code>
          </span>
        </address>
        <p dir="auto">{t('seller.label.from', { shop: from })}</p>
        <p>
          <b>{t('seller.label.open_first')}</b>
        </p>
      </article>
      <p class="no-print">
        <ButtonLink kind="act" href={links.next}>
          {t('seller.label.more')}
        </ButtonLink>{' '}
        <ButtonLink href={links.order}>{t('seller.label.order')}</ButtonLink>
      </p>
    </>
  )
}

export interface CancelView {
  t: Say
  number: string
  reasons: readonly BigChoice[]
  reason: string | undefined
  words: string
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { cancel: string; order: string }
}

/** The shop cannot send it: the buyer reads why, and gets back what was paid. */
export function CancelPage({ t, number, reasons, reason, words, wrong, hidden, links }: CancelView) {
  return (
    <Narrow>
      <h1>{t.parts('seller.cancel.title', { number: <Code key="number">{number}</Code> })}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <p>{t('seller.cancel.words')}</p>
      <Form action={links.cancel} hidden={hidden}>
        <Radios
          t={t}
          name="reason"
          legend={t('seller.cancel.why')}
          options={reasons}
          value={reason}
          error={wrong?.field === 'reason' ? wrong.message : undefined}
        />
        <TextArea t={t} name="words" label={t('seller.cancel.more')} value={words} rows={3} maxLength={300} optional />
        <FormActions>
          <Button kind="stop">{t('seller.cancel.do')}</Button>
          <ButtonLink href={links.order}>{t('seller.cancel.keep')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}
