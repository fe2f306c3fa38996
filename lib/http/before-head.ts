import type { ServerResponse } from 'node:http'

/**
 * Does something when all headers of an answer are known and none has been sent.
 *
 * @param work gets the status, and may give another one
 */
export function beforeHead(
  response: ServerResponse,
  work: (status: number) => number | void,
): void {
  response.writeHead = new Proxy(response.writeHead, {
    apply(writeHead, self, [status, ...rest]) {
      return Reflect.apply(writeHead, self, [work(status) ?? status, ...rest])
    },
  })
}
