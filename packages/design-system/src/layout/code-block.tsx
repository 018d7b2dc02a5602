interface CodeBlockProps {
  /** Accessible name. */
  readonly label: string;
  readonly children: string;
  /** Scrolls inside itself instead of growing. */
  readonly isBounded?: boolean;
}

/** Text for machines; the keyboard reaches it, so that it can be scrolled and copied. */
export const CodeBlock = ({ label, children, isBounded = false }: CodeBlockProps) => (
  <pre
    className={`ds-code${isBounded ? ' ds-code--bounded' : ''}`}
    tabIndex={0}
    role="group"
    aria-label={label}
  >
    <code>{children}</code>
  </pre>
);

/** A value as JSON for people. */
export const JsonBlock = ({
  value,
  ...block
}: Omit<CodeBlockProps, 'children'> & { readonly value: unknown }) => (
  <CodeBlock {...block}>{JSON.stringify(value, undefined, 2)}</CodeBlock>
);
