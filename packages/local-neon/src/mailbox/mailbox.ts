import { randomUUID } from 'node:crypto'
import { z } from 'zod'

export const mailSchema = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().exactOptional(),
  links: z.array(z.string()).describe('The links in the text, in order'),
  /** The one-time code in the email, if any. */
  code: z.string().exactOptional(),
  sentAt: z.coerce.date(),
})

/** An email the cloud would have sent, which stays on this machine. */
export type Mail = z.infer<typeof mailSchema>

/** What a sender provides; the mailbox adds the rest. */
export interface OutgoingMail {
  to: string
  subject: string
  text: string
  html?: string
  code?: string
}

export interface Mailbox {
  /** Stores an email and returns it as stored. */
  send(mail: OutgoingMail): Mail
  /** All emails, newest first. */
  list(): Mail[]
  get(id: string): Mail | undefined
  /** Deletes an email; true if it was there. */
  delete(id: string): boolean
  /** Deletes all emails, or one recipient's. */
  clear(to?: string): void
  /**
   * The newest email that `matches`; waits for one if there is none yet.
   * @param timeoutMs milliseconds until it gives up (default 5000)
   * @throws if none arrives in time
   */
  waitFor(matches: (mail: Mail) => boolean, timeoutMs?: number): Promise<Mail>
  /** All emails, to keep as JSON. */
  save(): unknown
  /** Replaces the emails with these; with none if they aren't from `save`. */
  load(saved: unknown): void
}

/** A full stop or comma after a URL ends the sentence, not the URL. */
const urls = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g

/**
 * An outbox that never delivers: it keeps emails in memory, for tests and the console page.
 * @param capacity most emails to keep (default 500); the oldest are dropped
 */
export function createMailbox(capacity = 500): Mailbox {
  let mails: Mail[] = []
  const waiting = new Set<(mail: Mail) => void>()

  return {
    send(outgoing) {
      const mail: Mail = {
        ...outgoing,
        id: randomUUID(),
        links: outgoing.text.match(urls) ?? [],
        sentAt: new Date(),
      }
      mails = [mail, ...mails].slice(0, capacity)
      for (const notify of [...waiting]) notify(mail)
      return mail
    },
    list: () => [...mails],
    get: (id) => mails.find((mail) => mail.id === id),
    delete(id) {
      const before = mails.length
      mails = mails.filter((mail) => mail.id !== id)
      return mails.length < before
    },
    clear(to) {
      mails = to === undefined ? [] : mails.filter((mail) => mail.to !== to)
    },
    save: () => mails,
    load(saved) {
      mails = z.array(mailSchema).catch([]).parse(saved)
    },
    waitFor(matches, timeoutMs = 5000) {
      const present = mails.find(matches)
      if (present) return Promise.resolve(present)
      return new Promise((resolve, reject) => {
        const notify = (mail: Mail) => {
          if (!matches(mail)) return
          clearTimeout(timer)
          waiting.delete(notify)
          resolve(mail)
        }
        const timer = setTimeout(() => {
          waiting.delete(notify)
          reject(new Error(`No such email arrived within ${timeoutMs} ms.`))
        }, timeoutMs)
        waiting.add(notify)
      })
    },
  }
}
