import type { Branch, Snapshot } from '../../branches/branches'
import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { confirmation, copyable, emptyState, postForm, textField, time } from '../ui/parts'
import { withAddresses } from './owned'

/** What someone typed that didn't work, and why. */
export interface Refused {
  name?: { value: string; error: string }
  /** What's wrong with the file. */
  file?: string
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024).toLocaleString('en')} MB`
}

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`

/** A branch or a snapshot in a list. */
function copyView(
  copy: Pick<Branch, 'name' | 'parent' | 'createdAt' | 'bytes'>,
  badge: Html | false = false,
): Html {
  return html`<div>
    <strong>${copy.name} ${badge}</strong>
    <div class="meta">
      ${copy.parent !== null && html`<span>of ${copy.parent}</span>`} ${time(copy.createdAt)}
      <span class="number">${megabytes(copy.bytes)}</span>
    </div>
  </div>`
}

/** All branches with their actions, and the form for a new one. */
export function branchesView(context: ConsoleContext, branches: Branch[], refused?: Refused): Html {
  const current = branches.find(({ isCurrent }) => isCurrent)
  const actions = ({ name, parent, isCurrent }: Branch, index: number): Html =>
    html`<div class="actions">
      ${
        !isCurrent &&
        postForm(
          context,
          '/branches/checkout',
          html`${hidden('name', name)}
            <button class="quiet small" aria-label="Check out ${name}">Check out</button>`,
        )
      }
      ${
        parent !== null &&
        confirmation(context, {
          id: `reset-${index}`,
          button: 'Reset',
          title: `Reset ${name}?`,
          text: `It becomes a copy of ${parent} as it is now. Its own data, users and emails are lost; take a snapshot first if you may want them back.`,
          action: '/branches/reset',
          confirm: 'Reset branch',
          fields: hidden('name', name),
          small: true,
        })
      }
      ${
        !isCurrent &&
        !branches.some((other) => other.parent === name) &&
        confirmation(context, {
          id: `delete-${index}`,
          button: 'Delete',
          title: `Delete ${name}?`,
          text: 'Its data, users and emails are lost.',
          action: '/branches/delete',
          confirm: 'Delete branch',
          fields: hidden('name', name),
          small: true,
        })
      }
    </div>`
  return html`<p class="muted">
      A branch has its own data, users, sessions, settings and emails. Your app is on
      <strong>${current?.name}</strong>; its connection strings stay the same when you check out
      another one.
    </p>
    <ul class="rows copies">
      ${branches.map(
        (branch, index) =>
          html`<li>
            ${copyView(branch, branch.isCurrent && html`<span class="badge">current</span>`)}
            ${actions(branch, index)}
          </li>`,
      )}
    </ul>
    <h2>New branch</h2>
    ${postForm(
      context,
      '/branches',
      html`${textField({
          name: 'name',
          label: 'Name',
          value: refused?.name?.value,
          error: refused?.name?.error,
          hint: 'Letters, digits, and . _ / - between them.',
        })}
        <div class="field">
          <label for="from">Copy of</label>
          <select id="from" name="from">
            ${branches.map(
              ({ name, isCurrent }) =>
                html`<option ${isCurrent && html`selected`}>${name}</option>`,
            )}
          </select>
        </div>
        <div class="actions">
          <button>Create branch</button>
          <button class="quiet" name="checkout" value="true">Create and check out</button>
        </div>`,
      'narrow',
    )}
    <h2>Connection strings by branch</h2>
    <p class="muted">Each leads to one branch, whichever is checked out.</p>
    <div class="folds">
      ${branches.map(
        (branch) =>
          html`<details>
            <summary>${branch.name}</summary>
            ${copyable(withAddresses(branch, context).databaseUrl)}
          </details>`,
      )}
    </div>`
}

/** All snapshots, and the form for a new one. */
export function snapshotsView(
  context: ConsoleContext,
  snapshots: Snapshot[],
  refused?: Refused,
): Html {
  const rows = snapshots.map(
    (snapshot, index) =>
      html`<li>
        ${copyView({ ...snapshot, parent: snapshot.branch })}
        <div class="actions">
          ${postForm(
            context,
            '/snapshots/restore',
            html`${hidden('name', snapshot.name)}
              <button class="quiet small" aria-label="Restore ${snapshot.name}">Restore</button>`,
          )}
          ${confirmation(context, {
            id: `delete-${index}`,
            button: 'Delete',
            title: `Delete ${snapshot.name}?`,
            text: 'You won’t be able to restore this state.',
            action: '/snapshots/delete',
            confirm: 'Delete snapshot',
            fields: hidden('name', snapshot.name),
            small: true,
          })}
        </div>
      </li>`,
  )
  return html`<p class="muted">
      A saved state of the current branch: data, users, sessions, settings and emails. A restore
      keeps the previous state as a snapshot, too.
    </p>
    ${
      snapshots.length === 0
        ? emptyState('No snapshots yet', 'Take one before you try something.')
        : html`<ul class="rows copies">
            ${rows}
          </ul>`
    }
    <h2>New snapshot</h2>
    ${postForm(
      context,
      '/snapshots',
      html`${textField({
          name: 'name',
          label: 'Name',
          value: refused?.name?.value,
          error: refused?.name?.error,
          hint: 'Letters, digits, and . _ / - between them.',
        })}
        <div class="actions"><button>Take snapshot</button></div>`,
      'narrow',
    )}
    <h2>Everything in one file</h2>
    <p class="muted">
      Every branch and snapshot, with users and passwords, for this machine or another of the same
      kind.
    </p>
    <p><a class="button quiet" href="/api/export" download>Download</a></p>
    <form method="post" action="/snapshots/import" enctype="multipart/form-data" class="narrow">
      ${hidden('token', context.token)}
      ${textField({
        name: 'file',
        label: 'Import',
        type: 'file',
        error: refused?.file,
        hint: 'Up to 128 MB; local-neon import takes larger ones.',
        attributes: html`accept=".gz,application/gzip"`,
      })}
      <div class="actions">
        <button type="button" class="quiet" command="show-modal" commandfor="import">
          Import…
        </button>
      </div>
      <dialog id="import" aria-labelledby="import-title" aria-describedby="import-text">
        <h2 id="import-title">Replace everything with this file?</h2>
        <p id="import-text">
          The file’s branches and snapshots replace yours. A data folder keeps the old ones; with
          <code>--data memory</code> they are lost.
        </p>
        <div class="actions">
          <button class="danger">Import</button>
          <button type="button" class="quiet" command="close" commandfor="import">Cancel</button>
        </div>
      </dialog>
    </form>`
}
