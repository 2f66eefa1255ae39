import type { Say } from '../../../kit/text/messages.ts'
import { FieldError } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'

/** Photos of the phone: one tap opens the camera, the other what was taken before. Both may be used. */
export function PhotoFields({ t, error }: { t: Say; error?: string | undefined }) {
  return (
    <div class={error ? 'field wrong' : 'field'} id="photo">
      {error && <FieldError t={t} name="photo" error={error} />}
      <label class="shot">
        <Icon name="camera" size={32} />
        <span>
          <b>{t('seller.photo.take')}</b>
          <input type="file" name="photo" accept="image/*" capture="environment" />
        </span>
      </label>
      <label class="shot">
        <Icon name="picture" size={32} />
        <span>
          <b>{t('seller.photo.choose')}</b>
          <input type="file" name="photo" accept="image/*" multiple />
        </span>
      </label>
    </div>
  )
}
