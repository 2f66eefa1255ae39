import { expect, test } from 'vitest'
import { hashedRequest, openRequest, requestText } from './hashed-request.ts'
import { easypayStamp, fromEasypayStamp, spokenStamp } from './times.ts'

const KEY = '0123456789ABCDEF'

test('EP-1: the string of the vendor’s guide is encrypted as Node and OpenSSL agree', () => {
  const fields = {
    storeId: '28',
    amount: '10',
    postBackURL: 'http://localhost:9081/local/status.php',
    orderRefNum: '11001',
    expiryDate: '20150101 151515',
    paymentMethod: '',
  }
  expect(requestText(fields)).toBe(
    'amount=10&expiryDate=20150101 151515&orderRefNum=11001&postBackURL=http://localhost:9081/local/status.php' +
      '&storeId=28',
  )
  expect(hashedRequest(fields, KEY)).toBe(
    'd/Y268/jCvKpzMeyzYpayiB6IOex/L99Y7eBeTv2djBoSgvzrrYReEEaBxrYZ+4ctZnNHDFQucZ1Ts5dsPQv4QGLCHtOB5DiVSKuj2Ph/AfRepup' +
      'Riwe1wyweqLCe1I8Xozmohp66l1IVELIvcGJsdzzGmADtk9bt5qHaSOlv2g=',
  )
})

test('EP-2: the newer hosted checkout, with a time of its own', () => {
  const fields = {
    amount: '1500.0',
    orderRefNum: 'ORD-1',
    paymentMethod: 'InitialRequest',
    postBackURL: 'https://shop.example/ep',
    storeId: '28',
    timeStamp: '2026-01-31T12:00:00',
  }
  expect(hashedRequest(fields, KEY)).toBe(
    '3eVZhUP1szfAD1yd84h5aIApwxRa/ZogLZU62+ETj4oFGmU71S2oUXvCyDc8WDVPvIe0wdyHuyXTuf2nbAU2lAf+D6Ayq7OKInVs/yK/BOgDpu' +
      'I/6VOR7Fw5DQA8jco7IYICmXdvuVJhxNukJTrmTzsFSsJ5Y+Il+7T+X4rF33+urUIKQr5oHQ3IMJS1X2x6',
  )
})

test('what was encrypted opens under its key only', () => {
  const text = hashedRequest({ amount: '10.00', storeId: '28' }, KEY)
  expect(openRequest(text, KEY)).toBe('amount=10.00&storeId=28')
  expect(openRequest(text, 'FEDCBA9876543210')).not.toBe('amount=10.00&storeId=28')
  expect(openRequest('garbage', KEY)).toBeUndefined()
})

test('the rail’s clock is Karachi’s, over midnight, noon and back', () => {
  const at = new Date('2026-03-31T19:30:05Z')
  expect(easypayStamp(at)).toBe('20260401 003005')
  expect(fromEasypayStamp('20260401 003005')).toEqual(at)
  expect(fromEasypayStamp('20261301 000000')).toBeUndefined()
  expect(fromEasypayStamp('20260401003005')).toBeUndefined()
  expect(spokenStamp(at)).toBe('01/04/2026 12:30 AM')
  expect(spokenStamp(new Date('2023-04-10T08:55:00Z'))).toBe('10/04/2023 01:55 PM')
})
