import { type ComponentChildren, h } from 'preact'
import type { Say } from '../../kit/text/messages.ts'
import { Icon } from './icon.tsx'

/** What every asked thing has in common. */
export interface Asked {
  t: Say
  name: string
  label: string
  hint?: string | undefined
  /** What was wrong with the last answer, in the person's words. */
  error?: string | undefined
  /** Says "if you like" beside the label; without it the browser asks for an answer. Filters leave it unsaid. */
  optional?: boolean | 'unsaid' | undefined
}

export interface FieldProps extends Asked {
  value?: string | undefined
  type?: 'text' | 'tel' | 'email' | 'password' | 'search' | 'date' | 'file' | 'url' | undefined
  /** 'numeric' brings up the number pad. Numbers are text fields, so that ۲۴۵۰ can be typed too. */
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'text' | undefined
  autoComplete?: string | undefined
  /** Stands before the answer, such as "Rs". */
  prefix?: string | undefined
  maxLength?: number | undefined
  /** How many letters wide the answer is; the field is no wider. */
  letters?: 2 | 4 | 6 | 10 | 20 | undefined
  /** 'ltr' for phones, codes and prices in Urdu pages. */
  dir?: 'ltr' | 'auto' | undefined
  /** For type "file": what is taken, and whether several are. */
  accept?: string | undefined
  multiple?: boolean | undefined
}

/** One labelled question with a short answer. */
export function Field(props: FieldProps) {
  const { name, value, type = 'text', inputMode, autoComplete, prefix, maxLength, letters, accept, multiple } = props
  // Made with h, because the type of an input tag wants its kind spelled out at each use.
  const input = h('input', {
    ...control(props),
    type,
    name,
    value: type === 'file' ? undefined : value,
    inputMode,
    autoComplete,
    maxLength,
    class: letters ? `w${letters}` : undefined,
    dir: props.dir,
    accept,
    multiple,
  })
  return (
    <Question {...props}>
      {prefix ? (
        <span class="prefixed" dir="ltr">
          <span>{prefix}</span>
          {input}
        </span>
      ) : (
        input
      )}
    </Question>
  )
}

export interface TextAreaProps extends Asked {
  value?: string | undefined
  rows?: number | undefined
  maxLength?: number | undefined
}

/** A question with a longer answer; it follows the direction of what is typed. */
export function TextArea(props: TextAreaProps) {
  return (
    <Question {...props}>
      <textarea
        {...control(props)}
        name={props.name}
        rows={props.rows ?? 4}
        {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
        dir="auto"
      >
        {props.value}
      </textarea>
    </Question>
  )
}

export interface Choice {
  value: string
  label: string
}

export interface SelectProps extends Asked {
  options: readonly Choice[]
  value?: string | undefined
}

/** One of many short choices. For up to five, Radios are easier to see and to hit. */
export function Select(props: SelectProps) {
  return (
    <Question {...props}>
      <select {...control(props)} name={props.name}>
        {props.value === undefined && <option value="">{props.t('ui.choose')}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Question>
  )
}

function Question(props: Asked & { children: ComponentChildren }) {
  const { t, name, label, hint, error, optional, children } = props
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>
        {label} {optional === true && <small>({t('ui.optional')})</small>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError t={t} name={name} error={error} />}
      {children}
    </div>
  )
}

/** The error beside its field: an icon and words, never colour alone. */
export function FieldError({ t, name, error }: { t: Say; name: string; error: string }) {
  return (
    <p class="error" id={`${name}-error`}>
      <Icon name="alert" />
      <span>
        <span class="vh">{t('ui.error.prefix')} </span>
        {error}
      </span>
    </p>
  )
}

function control({ name, hint, error, optional }: Asked) {
  return {
    id: name,
    required: !optional,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': told(name, hint, error),
  }
}

/** The ids of the hint and the error, for aria-describedby. */
export function told(name: string, hint: string | undefined, error: string | undefined): string | undefined {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}
