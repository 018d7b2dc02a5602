import { EntityReference } from './entity-reference.tsx';
import { useValueText } from './use-value-text.ts';

interface AttributeTextProps {
  readonly value: unknown;
  /** Follows the value. */
  readonly unit?: string;
  /** Texts as a filter needs them. */
  readonly isRaw?: boolean;
}

/** A value to read: references and addresses as links, everything else in words. */
export const AttributeText = ({ value, unit = '', isRaw = false }: AttributeTextProps) => {
  const valueText = useValueText({ isRaw });
  if (typeof value === 'string' && value.startsWith('urn:ngsi-ld:')) return <EntityReference id={value} />;
  if (typeof value === 'string' && /^https?:\/\/\S+$/u.test(value)) {
    return (
      <a className="kern-link" href={value}>
        {value.replace(/^https?:\/\//u, '')}
      </a>
    );
  }
  return `${valueText(value)} ${unit}`.trimEnd();
};
