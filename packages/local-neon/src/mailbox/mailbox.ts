import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const mailSchema = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().exactOptional(),
  /** The links in the text, in their order. */
  links: z.array(z.string()),
  /** The one-time code in the email, when it carries one. */
  code: z.string().exactOptional(),
  sentAt: z.coerce.date(),
})

/** One e-mail that the cloud would have sent and that stays on this machine. */
export type Mail = z.infer<typeof mailSchema>

/** What a sender hands in; the mailbox adds the rest. */
export interface OutgoingMail {
  to: string
  subject: string
  text: string
  html?: string
  code?: string
}

export interface Mailbox {
  /** Keeps a mail and gives it back as it is stored. */
  send(mail: OutgoingMail): Mail
  /** All mails, the newest first. */
  list(): Mail[]
  get(id: string): Mail | undefined
  /** Forgets one mail; gives whether it was there. */
  delete(id: string): boolean
  /** Forgets all mails, or all to one recipient. */
  clear(to?: string): void
  /**
   * The newest mail that `matches`; waits for one when there is none yet.
   * @param timeoutMs milliseconds until it gives up (default 5000)
   * @throws when no such mail came in time
   */
  waitFor(matches: (mail: Mail) => boolean, timeoutMs?: number): Promise<Mail>
  /** All mails, to be kept as JSON. */
  save(): unknown
  /** Has these mails from now on; none when they are not what `save` gave. */
  load(saved: unknown): void
}

/** A full stop or a comma after an address ends the sentence, not the address. */
const urls = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g

/**
 * An outbox that never delivers: mails are kept in memory, for tests and for the console page.
 * @param capacity how many mails are kept (default 500); the oldest are dropped
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
