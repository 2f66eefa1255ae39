import type { Say } from '../../kit/text/messages.ts'
import { FieldError, told } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Photo, type PhotoView } from './photo.tsx'

export interface BigChoice {
  value: string
  label: string
  hint?: string | undefined
  icon?: IconName | undefined
  photo?: PhotoView | undefined
  /** Shown at the end of the line, such as a fee. */
  aside?: string | undefined
}

export interface RadiosProps {
  t: Say
  name: string
  legend: string
  options: readonly BigChoice[]
  value?: string | undefined
  hint?: string | undefined
  error?: string | undefined
  /** 'list': one below the other, with hints. 'tiles': picture tiles, two or more across. */
  shape?: 'list' | 'tiles' | undefined
  /** The legend is the page's question, set large. */
  asTitle?: boolean | undefined
}

/** One of a few choices, each as large as a thumb. */
export function Radios({ t, name, legend, options, value, hint, error, shape = 'list', asTitle }: RadiosProps) {
  return (
    <fieldset class={error ? 'field wrong' : 'field'} aria-describedby={told(name, hint, error)}>
      <legend>{asTitle ? <h1>{legend}</h1> : legend}</legend>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError t={t} name={name} error={error} />}
      <div class={shape === 'tiles' ? 'choices tiles' : 'choices'}>
        {options.map((option, index) => (
          <label class="choice" key={option.value}>
            <input
              type="radio"
              id={index === 0 ? name : undefined}
              name={name}
              value={option.value}
              checked={option.value === value}
              required
            />
            {option.photo && <Photo photo={option.photo} sizes="96px" />}
            {option.icon && <Icon name={option.icon} size={shape === 'tiles' ? 32 : 24} />}
            <span class="grow">
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
            {option.aside && <bdi>{option.aside}</bdi>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export interface CheckboxProps {
  t: Say
  name: string
  label: string
  value?: string | undefined
  checked?: boolean | undefined
  hint?: string | undefined
  error?: string | undefined
}

/** A yes that the person gives. */
export function Checkbox({ t, name, label, value = 'yes', checked, hint, error }: CheckboxProps) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      {error && <FieldError t={t} name={name} error={error} />}
      <label class="choice">
        <input
          type="checkbox"
          id={name}
          name={name}
          value={value}
          checked={checked}
          aria-describedby={told(name, undefined, error)}
        />
        <span class="grow">
          {label}
          {hint && <small>{hint}</small>}
        </span>
      </label>
    </div>
  )
}

export interface QuantityProps {
  t: Say
  /** The form's button name; its value is 'less', 'more' or 'remove'. */
  name: string
  count: number
  /** No more than this can be had. */
  most: number
}

/** How many: one tap less, one tap more, or out. Stands in a Form; each tap is a post. */
export function Quantity({ t, name, count, most }: QuantityProps) {
  return (
    <div class="much">
      <button
        type="submit"
        class="b quiet"
        name={name}
        value="less"
        disabled={count <= 1}
        aria-label={t('ui.one_less')}
      >
        <Icon name="minus" />
      </button>
      <b>{t.number(count)}</b>
      <button
        type="submit"
        class="b quiet"
        name={name}
        value="more"
        disabled={count >= most}
        aria-label={t('ui.one_more')}
      >
        <Icon name="plus" />
      </button>
      <button type="submit" class="b quiet" name={name} value="remove">
        <Icon name="bin" />
        <span>{t('ui.remove')}</span>
      </button>
    </div>
  )
}
