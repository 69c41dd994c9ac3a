/** A check of one row of the table of gaps in docs/compatibility.md, by the row's first cell. */
export type Checks = Readonly<Record<string, () => void>>;

export const BY_SECRET = { valueFrom: { secretKeyRef: { name: 'settings', key: 'value' } } } as const;
export const BY_OPTIONAL_SECRET = {
  valueFrom: { secretKeyRef: { name: 'settings', key: 'value', optional: true } },
} as const;
