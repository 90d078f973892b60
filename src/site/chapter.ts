/** The number of a chapter's page, from its place in the contents; other pages have none. */
export function chapterNumber(entry: {
  readonly id: string;
  readonly data: { readonly sidebar: { readonly order?: number | undefined } };
}): number | undefined {
  return /(^|\/)chapters\//.test(entry.id) ? entry.data.sidebar.order : undefined;
}
