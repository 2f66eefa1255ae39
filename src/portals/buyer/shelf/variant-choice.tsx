import type { Say } from '../../../kit/text/messages.ts'
import { FieldError, told } from '../../ui/field.tsx'
import { Rupees } from '../../ui/price.tsx'
import type { VariantGroup } from './listing-view.ts'

export interface VariantChoiceProps {
  t: Say
  groups: readonly VariantGroup[]
  /** "Colour, size". */
  legend: string
  value: string | undefined
  error?: string | undefined
}

/** Every variant as a thumb-sized chip in the row of its colour; what is sold out is seen and cannot be chosen. */
export function VariantChoice({ t, groups, legend, value, error }: VariantChoiceProps) {
  return (
    <fieldset class={error ? 'field wrong' : 'field'} aria-describedby={told('variant', undefined, error)}>
      <legend>{legend}</legend>
      {error && <FieldError t={t} name="variant" error={error} />}
      {groups.map((group, row) => (
        <div key={group.label} class="picks">
          {group.label !== '' && (
            <p class="hint" dir="auto">
              {group.label}
            </p>
          )}
          {group.variants.map((variant, index) => (
            <label key={variant.value} class={variant.left > 0 ? 'pick' : 'pick gone'}>
              <input
                type="radio"
                id={row === 0 && index === 0 ? 'variant' : undefined}
                name="variant"
                value={variant.value}
                checked={variant.value === value}
                disabled={variant.left <= 0}
                required
              />
              <span dir="auto">{variant.label}</span>
              {variant.price !== undefined && variant.left > 0 && (
                <small>
                  <Rupees t={t} paisa={variant.price} />
                </small>
              )}
              {variant.left <= 0 && <small>{t('ui.sold_out')}</small>}
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  )
}
