import type { Say } from '../../kit/text/messages.ts'

export interface PriceProps {
  t: Say
  paisa: bigint
  /** An earlier price, struck through. Only one the shop really asked. */
  was?: bigint | undefined
  /** The cheapest of several variants: "from Rs 900". */
  from?: boolean | undefined
  size?: 'normal' | 'large' | undefined
  /** What it costs at the buyer's door, delivery included. */
  toDoor?: bigint | undefined
}

/** A price as it stands on a listing. Never breaks in the middle, and reads left to right in every language. */
export function Price({ t, paisa, was, from, size = 'normal', toDoor }: PriceProps) {
  return (
    <span class={size === 'large' ? 'price large' : 'price'}>
      <b>
        {from && <small>{t('ui.from')} </small>}
        <Rupees t={t} paisa={paisa} />
      </b>
      {was !== undefined && was > paisa && (
        <s>
          <span class="vh">{t('ui.was', { price: '' })}</span>
          <Rupees t={t} paisa={was} />
        </s>
      )}
      {toDoor !== undefined && (
        <small class="door">
          {toDoor === paisa ? t('ui.free_delivery') : t.parts('ui.to_door', { price: <Rupees t={t} paisa={toDoor} /> })}
        </small>
      )}
    </span>
  )
}

/** An amount inside a sentence: kept in one piece and left to right. */
export function Rupees({ t, paisa }: { t: Say; paisa: bigint }) {
  return (
    <bdi class="rs" dir="ltr">
      {t.rupees(paisa).replace('-', '\u2212')}
    </bdi>
  )
}

/** The amount in words, wherever a person decides about money: three digits and more are hard to read for many. */
export function AmountInWords({ t, paisa }: { t: Say; paisa: bigint }) {
  return <span class="words">{t.rupeesInWords(paisa < 0n ? -paisa : paisa)}</span>
}

/** A phone, an order number, a code: left to right in every language, and not broken. */
export function Code({ children }: { children: string }) {
  return (
    <bdi class="rs" dir="ltr">
      {children}
    </bdi>
  )
}
