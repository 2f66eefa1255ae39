import type { ComponentChildren } from 'preact'

export interface FormProps {
  action: string
  children: ComponentChildren
  method?: 'post' | 'get' | undefined
  /** Hidden answers: the form token, the once-only key, the step. Undefined ones are left out. */
  hidden?: Readonly<Record<string, string | undefined>> | undefined
  /** The form takes files. */
  files?: boolean | undefined
  id?: string | undefined
  /** A row of small buttons rather than a column of fields. */
  inline?: boolean | undefined
}

/** A form that works without script. The server checks and answers with the page, the errors and the kept values. */
export function Form({ action, children, method = 'post', hidden = {}, files, id, inline }: FormProps) {
  return (
    <form
      action={action}
      method={method}
      id={id}
      enctype={files ? 'multipart/form-data' : undefined}
      class={inline ? 'inline' : undefined}
      noValidate={method === 'post' || undefined}
    >
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" key={name} name={name} value={value} />,
      )}
      {children}
    </form>
  )
}
