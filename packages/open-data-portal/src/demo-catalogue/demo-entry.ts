/** Where the data of a distribution come from on the running server. */
export type DemoSource =
  | {
      /** Entities of the broker, live. */
      readonly kind: 'entities';
      readonly type: string;
      /** A condition in NGSI-LD's query language. */
      readonly q?: string;
      /** Name of the file that the demo serves. */
      readonly file: string;
    }
  | { readonly kind: 'history'; readonly type: string; readonly attribute: string }
  | { readonly kind: 'table'; readonly file: string }
  /** An address that nobody answers: for the link checker. */
  | { readonly kind: 'nowhere'; readonly url: string };

/** One dataset of the demo, as briefly as it can be told. */
export interface DemoEntry {
  readonly name: string;
  readonly title: readonly [de: string, en: string];
  readonly text: readonly [de: string, en: string];
  readonly keywords: readonly string[];
  readonly themes: readonly string[];
  readonly office: string;
  readonly frequency?: string;
  /** Name in the DCAT-AP.de list; none is a weakness. */
  readonly licence?: string;
  readonly credit?: string;
  readonly sources: readonly DemoSource[];
  readonly period?: readonly [start: string, end: string];
  readonly hvd?: string;
  readonly issued: string;
  readonly state?: 'draft' | 'review';
  /** Left out on purpose, so that quality findings have something to find. */
  readonly lacks?: readonly ('contact' | 'place' | 'english')[];
}
