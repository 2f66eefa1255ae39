import type { TaxCertificate } from '../../../domains/payments/payments.ts'
import type { Paper } from '../../../kit/paper/paper.ts'
import { SCRIPTS } from '../../../kit/text/locale.ts'
import type { Visit } from '../../web/visit.ts'
import { carrierName } from '../orders/order-words.ts'
import type { Month } from '../passbook/passbook-view.ts'

/** One tax of a month, by whom and under which section it was withheld. */
export interface TaxLineView {
  id: string
  what: string
  section: string
  by: string
  ofPaisa: bigint
  percent: string
  paisa: bigint
}

export function taxLineView({ t, market }: Pick<Visit, 't' | 'market'>, line: TaxCertificate): TaxLineView {
  const { kind, agent, section, finality, basis_points, base_paisa, paisa } = line
  return {
    id: [kind, agent, section, basis_points].join(),
    what: t(`seller.taxes.kind.${kind}`),
    section: [section, t(`seller.taxes.finality.${finality}`)].filter(Boolean).join(', '),
    by: agent === 'market' ? market.name : carrierName(t, agent),
    ofPaisa: base_paisa,
    percent: t.percent(basis_points / 10_000),
    paisa,
  }
}

export const sumOf = (lines: readonly TaxLineView[]) => lines.reduce((sum, { paisa }) => sum + paisa, 0n)

/** From the first to the last day of a month. */
export function periodOf({ t }: Pick<Visit, 't'>, { from, to }: Month): string {
  return t('passbook.from_to', { from: t.date(from), to: t.date(new Date(to.getTime() - 1)) })
}

/** The certificate as a sheet of paper, for whoever keeps the shop's books. */
export function taxPaper(
  { t, locale, market }: Pick<Visit, 't' | 'locale' | 'market'>,
  shop: { name: string; ntn: string },
  month: Month,
  lines: readonly TaxLineView[],
): Paper {
  return {
    direction: SCRIPTS[locale].direction,
    title: t('seller.taxes.certificate'),
    lines: [shop.name, ...(shop.ntn ? [`NTN ${shop.ntn}`] : []), periodOf({ t }, month)],
    figures: [{ label: t('seller.taxes.paisa'), value: t.rupees(sumOf(lines)) }],
    columns: [
      { label: t('seller.taxes.what'), share: 0.34 },
      { label: t('seller.taxes.by'), share: 0.2 },
      { label: t('seller.taxes.of'), share: 0.18, isNumber: true },
      { label: t('seller.taxes.percent'), share: 0.1, isNumber: true },
      { label: t('seller.taxes.paisa'), share: 0.18, isNumber: true },
    ],
    rows: lines.map(({ what, section, by, ofPaisa, percent, paisa }) => [
      [what, section].filter(Boolean).join('\n'),
      by,
      t.rupees(ofPaisa),
      percent,
      t.rupees(paisa),
    ]),
    foot: `${market.name} · ${t.phone(market.helpPhone)}`,
  }
}
