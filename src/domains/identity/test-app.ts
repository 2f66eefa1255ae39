import { generateSync } from 'otplib'

/** What an authenticator app shows at a moment. For tests. */
export function codeOfApp(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })
}
