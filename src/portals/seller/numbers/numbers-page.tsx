import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts, Figures } from '../../ui/table.tsx'
import type { AdviceWords } from './advice-words.ts'
import { AdviceLine, Things, type ThingsView } from './parts.tsx'

/** A sentence and what to do about it. */
interface Told {
  sentence: string
  advice: AdviceWords | undefined
}

export interface NumbersView {
  t: Say
  /** What to do first, of all the suggestions. */
  first: AdviceWords | undefined
  sales: { figures: readonly { label: string; value: string }[]; advice: AdviceWords | undefined; year: string }
  sells: ThingsView
  looks: ThingsView
  /** What people looked for near here and did not find. */
  missed: ThingsView
  prices: ThingsView
  stock: ThingsView
  back: Told & { reasons: readonly { label: string; value: string }[] }
  hours: Told
  buyers: Told
  /** Undefined for who may not see the money. */
  money: { coming: string; ready: string; advice: AdviceWords; href: string } | undefined
  /** Undefined for who may not change it. */
  evening: { isOn: boolean; action: string; hidden: Record<string, string> } | undefined
  links: { ahead: string; market: string }
}

/** A shop's own numbers: what to do first, then each part with one suggestion and its reason. */
export function NumbersPage(view: NumbersView) {
  const { t, first, sales, links, back, hours, buyers } = view
  return (
    <>
      <h1>{t('numbers.title')}</h1>
      {first && (
        <Notice tone="good" title={t('numbers.first')}>
          <p>
            <b>{first.say}</b>
            {first.why}
          </p>
        </Notice>
      )}
      <Section title={t('numbers.sales')}>
        <Figures figures={sales.figures} />
        <AdviceLine advice={sales.advice} />
        <p class="facts">
          {t('numbers.sales.note')} {sales.year}
        </p>
      </Section>
      <div class="stack pair">
        <Things title={t('numbers.sells')} view={view.sells} />
        <Things title={t('numbers.looks')} view={view.looks} />
        <Things
          title={t('numbers.market.missed')}
          view={view.missed}
          more={{ href: links.market, label: t('numbers.market.link') }}
        />
        <Things title={t('numbers.prices')} view={view.prices} />
        <Things
          title={t('numbers.stock')}
          view={view.stock}
          more={{ href: links.ahead, label: t('numbers.stock.more') }}
        />
        <Section title={t('numbers.back')}>
          <p>{back.sentence}</p>
          {back.reasons.length > 0 && <Facts rows={back.reasons} />}
          <AdviceLine advice={back.advice} />
        </Section>
        <Section title={t('numbers.hours')}>
          <p>{hours.sentence}</p>
          <AdviceLine advice={hours.advice} />
        </Section>
        <Section title={t('numbers.buyers')}>
          <p>{buyers.sentence}</p>
          <AdviceLine advice={buyers.advice} />
        </Section>
        <Money {...view} />
        <Evening {...view} />
      </div>
    </>
  )
}

function Money({ t, money }: NumbersView) {
  if (!money) return null
  return (
    <Section title={t('numbers.money')} more={{ href: money.href, label: t('numbers.money.more') }}>
      <Facts
        rows={[
          { label: t('numbers.money.coming'), value: <span class="rs">{money.coming}</span> },
          { label: t('numbers.money.ready'), value: <span class="rs">{money.ready}</span> },
        ]}
      />
      <AdviceLine advice={money.advice} />
    </Section>
  )
}

function Evening({ t, evening }: NumbersView) {
  if (!evening) return null
  const { isOn, action, hidden } = evening
  return (
    <Section title={t('numbers.evening')}>
      <p>{t(isOn ? 'numbers.evening.on' : 'numbers.evening.off')}</p>
      <Form action={action} hidden={hidden}>
        <Button name="do" value={isOn ? 'stop' : 'resume'}>
          {t(isOn ? 'numbers.evening.stop' : 'numbers.evening.resume')}
        </Button>
      </Form>
    </Section>
  )
}
