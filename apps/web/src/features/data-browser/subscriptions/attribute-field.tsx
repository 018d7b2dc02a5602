import { TextField } from '@allmende/design-system';
import { inputName } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { ChoiceList } from '../choice-list.tsx';
import { useFilterPaths } from '../use-filter-paths.ts';
import { anyType } from './subscription-fields.ts';
import { text } from './text.ts';

interface AttributeFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly type: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Attributes of the type to choose from; typed ones where no type is chosen. */
export const AttributeField = ({ label, hint, type, chosen, onChange }: AttributeFieldProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const isOneType = type !== '' && type !== anyType;
  const { attributes } = useFilterPaths(isOneType ? type : '');
  if (type === '') return null;
  if (!isOneType) {
    return (
      <TextField
        label={label}
        hint={`${t('otherAttributes')}. ${hint}`}
        value={chosen.join(', ')}
        onChange={(next) => {
          onChange(
            next
              .split(',')
              .map((name) => name.trim())
              .filter((name, index, all) => name !== '' || index < all.length - 1),
          );
        }}
      />
    );
  }
  return (
    <ChoiceList
      label={label}
      hint={hint}
      options={(attributes ?? []).map(({ name }) => ({ value: name, label: inputName(name, language) }))}
      chosen={chosen}
      onChange={onChange}
    />
  );
};
