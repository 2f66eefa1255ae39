import { z } from 'zod'
import { keepPhoto, preparePhoto } from '../../../domains/catalogue/catalogue.ts'
import { type Operation, personal } from '../operation.ts'
import { photo, photoSchema } from '../shapes/basics.ts'
import { nameUpload, uploadName } from '../shapes/upload.ts'

export const PHOTOS: readonly Operation[] = [
  personal({
    name: 'uploadPhoto',
    method: 'POST',
    path: '/photos',
    area: 'Photos',
    summary: 'Send a photo, to be used in a listing, in the proof of a parcel or in a send-back',
    more: [
      'A form with the field "photo": JPEG, PNG, WebP or AVIF, at most 10 MB.',
      'It is cut square, and what the camera wrote into it (place, time) is left out.',
    ].join(' '),
    body: z.strictObject({ photo: z.file() }),
    isUpload: true,
    status: 201,
    answer: photoSchema.extend({ name: uploadName }).meta({ id: 'UploadedPhoto' }),
    run: async ({ market, person }, { body }) => {
      const prepared = await preparePhoto(new Uint8Array(await body.photo.arrayBuffer()))
      await keepPhoto(market.storage, prepared)
      const shownPhoto = photo(market.origin, prepared.name, prepared.colour)
      if (!shownPhoto) throw new Error('broken promise: a photo that was just kept has a name')
      return { ...shownPhoto, name: nameUpload(market, person, prepared) }
    },
  }),
]
