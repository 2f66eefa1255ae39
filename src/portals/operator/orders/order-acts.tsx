import { FAULTS } from '../../../domains/orders/orders.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkbox, Radios } from '../../ui/choices.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'
import { GiveBack } from './give-back.tsx'
import type { OrderView } from './order-view.ts'

export interface ActsProps {
  view: OrderView
  hidden: Readonly<Record<string, string>>
  /** Where an operator who was not proved lately goes first; undefined when there is no need. */
  proofHref: string | undefined
  kept: { side: string; words: string }
  errors: { side?: string | undefined; words?: string | undefined; percent?: string | undefined }
}

/** What an operator can do with an order. Only one of them is marked: the decision, when one is due. */
export function OrderActsColumn(props: ActsProps) {
  const { view, hidden } = props
  const { t, id, may } = view
  return (
    <>
      {view.wrongCodes.map(({ kind, count, isLocked }) => (
        <Notice key={kind} tone={isLocked ? 'stop' : 'wait'} title={t(`operator.code.${kind}`)}>
          <p>{isLocked ? t('operator.code.locked') : t('operator.code.wrong', { count })}</p>
        </Notice>
      ))}
      {may.unlock && (
        <Form action={routes.codes.href({ order: id })} hidden={hidden}>
          <Button icon="lock">{t('operator.do.unlock')}</Button>
        </Form>
      )}
      <Decision {...props} />
      {view.left && !props.proofHref && <GiveBack t={t} id={id} left={view.left} hidden={hidden} />}
      <div class="actions">
        <ButtonLink href={routes.contacts.href({ order: id })} icon="phone">
          {t('operator.do.contacts')}
        </ButtonLink>
        {may.giveToRider && (
          <ButtonLink href={routes.rider.href({ order: id })} icon="bike">
            {t('operator.do.give_rider')}
          </ButtonLink>
        )}
      </div>
    </>
  )
}

function Decision({ view, hidden, proofHref, kept, errors }: ActsProps) {
  const { t, id, may } = view
  if (!may.decideForShop && !may.decideForBuyer && !may.cancel) return null
  if (proofHref) {
    return (
      <Panel>
        <h2>{t(may.cancel ? 'operator.cancel.title' : 'operator.decide.title')}</h2>
        <p>{t('operator.prove.first')}</p>
        <ButtonLink kind="act" href={proofHref} icon="shield">
          {t('operator.prove.go')}
        </ButtonLink>
      </Panel>
    )
  }
  const sides = [
    ...(may.decideForBuyer ? (['buyer'] as const) : []),
    ...(may.decideForShop ? (['shop'] as const) : []),
    ...(may.decideBetween ? (['split'] as const) : []),
  ]
  return (
    <Panel>
      <h2>{t(may.cancel ? 'operator.cancel.title' : 'operator.decide.title')}</h2>
      <Form action={(may.cancel ? routes.cancellation : routes.decision).href({ order: id })} hidden={hidden}>
        {!may.cancel && (
          <Radios
            t={t}
            name="side"
            legend={t('operator.decide.side')}
            value={kept.side}
            error={errors.side}
            options={sides.map((side) => ({
              value: side,
              label: t(`operator.decide.${side}`),
              hint: t(`operator.decide.${side}.hint`),
            }))}
          />
        )}
        {!may.cancel && (
          <>
            <Select
              t={t}
              name="fault"
              label={t('operator.decide.fault')}
              value="market"
              options={FAULTS.map((fault) => ({ value: fault, label: t(`operator.fault.${fault}`) }))}
            />
            {may.noCash && (
              <Checkbox
                t={t}
                name="no_cash"
                label={t('operator.decide.no_cash')}
                hint={t('operator.decide.no_cash.hint')}
              />
            )}
            {may.decideBetween && (
              <Field
                t={t}
                name="percent"
                label={t('operator.decide.percent')}
                error={errors.percent}
                inputMode="numeric"
                letters={4}
                dir="ltr"
                optional
              />
            )}
          </>
        )}
        <Reason t={t} value={kept.words} error={errors.words} />
        <Button kind="act">{t(may.cancel ? 'operator.do.cancel' : 'operator.do.decide')}</Button>
      </Form>
    </Panel>
  )
}

function Reason({ t, value, error }: { t: Say; value: string; error: string | undefined }) {
  return (
    <TextArea
      t={t}
      name="words"
      label={t('operator.reason')}
      hint={t('operator.reason.hint')}
      value={value}
      error={error}
      rows={3}
      maxLength={500}
    />
  )
}
