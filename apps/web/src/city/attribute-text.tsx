import { EntityReference } from './entity-reference.tsx';
import { useQuantityText } from './use-quantity-text.ts';
import { useValueText } from './use-value-text.ts';

interface AttributeTextProps {
  readonly attribute: string;
  readonly value: unknown;
  readonly unitCode?: string | undefined;
  /** Numbers and texts as a filter needs them. */
  readonly isRaw?: boolean;
}

/** A value to read: references and addresses as links, everything else in words. */
export const AttributeText = ({ attribute, value, unitCode, isRaw = false }: AttributeTextProps) => {
  const rawText = useValueText({ isRaw: true });
  const quantityText = useQuantityText();
  if (typeof value === 'string' && value.startsWith('urn:ngsi-ld:')) return <EntityReference id={value} />;
  if (typeof value === 'string' && /^https?:\/\/\S+$/u.test(value)) {
    return (
      <a className="kern-link" href={value}>
        {value.replace(/^https?:\/\//u, '')}
      </a>
    );
  }
  return isRaw ? rawText(value) : quantityText(attribute, value, unitCode);
};
