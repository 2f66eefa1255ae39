const KARACHI_MS = 5 * 3_600_000

/** Easypay's clock: Karachi time as 'yyyyMMdd HHmmss', with a space. */
export function easypayStamp(at: Date): string {
  const digits = new Date(at.getTime() + KARACHI_MS).toISOString().replace(/\D/g, '')
  return `${digits.slice(0, 8)} ${digits.slice(8, 14)}`
}

/** The moment behind 'yyyyMMdd HHmmss', or undefined when it is none. */
export function fromEasypayStamp(stamp: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)$/.exec(stamp)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+05:00`)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** '10/04/2023 01:55 PM': how Easypay's answers write a time. */
export function spokenStamp(at: Date): string {
  const karachi = new Date(at.getTime() + KARACHI_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  const hour = karachi.getUTCHours()
  const date = `${two(karachi.getUTCDate())}/${two(karachi.getUTCMonth() + 1)}/${karachi.getUTCFullYear()}`
  return `${date} ${two(hour % 12 || 12)}:${two(karachi.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`
}
