import type { Say } from '../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from './button.tsx'
import { TextArea } from './field.tsx'
import { Form } from './form.tsx'
import { Narrow } from './layout.tsx'
import { ErrorSummary, Notice } from './notice.tsx'

/** Where a second look at a decision stands. */
export interface AppealView {
  /** Where one asks for it; undefined when that is not possible now. */
  askHref: string | undefined
  answer: 'open' | 'stands' | 'for_buyer' | 'for_shop' | undefined
  /** What the operator wrote to the answer. */
  words: string
}

/** On the page of an order: the way to ask for a second look, or how it stands. */
export function AppealLine({ t, appeal }: { t: Say; appeal: AppealView }) {
  if (appeal.askHref) {
    return (
      <p>
        <a href={appeal.askHref}>{t('ui.appeal.link')}</a>
      </p>
    )
  }
  if (!appeal.answer) return null
  return (
    <Notice tone={appeal.answer === 'open' ? 'wait' : 'info'} title={t(`ui.appeal.${appeal.answer}`)}>
      {appeal.words !== '' && <p dir="auto">{appeal.words}</p>}
    </Notice>
  )
}

export interface AppealPageProps {
  t: Say
  words: string
  error: string | undefined
  hidden: Readonly<Record<string, string>>
  links: { ask: string; order: string }
}

/** Why the decision is not right, in the person's own words. */
export function AppealPage({ t, words, error, hidden, links }: AppealPageProps) {
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [{ field: 'words', message: error }] : []} />
      <h1>{t('ui.appeal.link')}</h1>
      <Form action={links.ask} hidden={hidden}>
        <TextArea
          t={t}
          name="words"
          label={t('ui.appeal.words')}
          rows={4}
          maxLength={500}
          value={words}
          error={error}
        />
        <Notice tone="info">
          <p>{t('ui.appeal.what')}</p>
        </Notice>
        <FormActions>
          <Button kind="act">{t('ui.appeal.do')}</Button>
          <ButtonLink href={links.order}>{t('ui.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}
