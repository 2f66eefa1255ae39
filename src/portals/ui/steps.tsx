import type { ComponentChildren } from 'preact'
import type { Say } from '../../kit/text/messages.ts'
import { Icon, type IconName } from './icon.tsx'
import { Photo, type PhotoView } from './photo.tsx'

export type StepState = 'done' | 'now' | 'later' | 'wrong'

export interface StepView {
  /** In the person's words: "Bilal packed it". */
  title: string
  state: StepState
  /** "Tuesday 4:10 pm": from t.moment. For what is to come, "by Thursday". */
  at?: string | undefined
  /** What the money did at this step: "Rs 2,450 held". */
  money?: string | undefined
  detail?: string | undefined
  photos?: readonly PhotoView[] | undefined
  /** The form or buttons of the step that waits for this person. */
  action?: ComponentChildren
}

const MARKS: Readonly<Record<StepState, IconName | undefined>> = {
  done: 'check',
  now: undefined,
  later: undefined,
  wrong: 'cross',
}

/** The life of an order as a vertical line, oldest first, the money beside each step. */
export function Steps({ t, steps, label }: { t: Say; steps: readonly StepView[]; label: string }) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step) => (
        <li key={step.title} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span class="dot">
            {markOf(step.state)}
            <span class="vh">{t(`ui.step.${step.state}`)}: </span>
          </span>
          <div>
            <b>{step.title}</b>
            {step.at && <small>{step.at}</small>}
            {step.detail && <p>{step.detail}</p>}
            {step.photos && step.photos.length > 0 && (
              <div class="thumbs">
                {step.photos.map((photo) => (
                  <Photo key={photo.jpeg[0]?.url} photo={photo} sizes="96px" />
                ))}
              </div>
            )}
            {step.action}
          </div>
          {step.money && <span class="money">{step.money}</span>}
        </li>
      ))}
    </ol>
  )
}

function markOf(state: StepState) {
  const icon = MARKS[state]
  return icon ? <Icon name={icon} size={16} /> : null
}
