import { Card, SelectField, TextField } from '@allmende/design-system';
import { notificationFormats } from '../../../api/subscriptions.ts';
import { useText } from '../../../i18n/index.ts';
import { KeyValueFields } from '../key-value-fields.tsx';
import { text } from './text.ts';
import { AttributeField, type FieldsProps } from './what-fields.tsx';

/** Who is told, and in which form. */
export const WhoFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('whoCard')}>
      <TextField
        label={t('uri')}
        hint={t('uriHint')}
        type="url"
        isRequired
        value={form.uri}
        error={problemText('uri')}
        onChange={(uri) => {
          onChange({ uri });
        }}
      />
      <KeyValueFields
        label={t('headers')}
        hint={t('headersHint')}
        pairs={form.headers}
        error={problemText('headers')}
        onChange={(headers) => {
          onChange({ headers });
        }}
      />
      <div className="ds-fields">
        <SelectField
          label={t('format')}
          value={form.format}
          options={notificationFormats.map((format) => ({ value: format, label: t(`format_${format}`) }))}
          onChange={(next) => {
            onChange({ format: notificationFormats.find((format) => format === next) ?? form.format });
          }}
        />
        <SelectField
          label={t('accept')}
          value={form.accept}
          options={[
            { value: 'application/json', label: 'application/json' },
            { value: 'application/ld+json', label: 'application/ld+json' },
          ]}
          onChange={(next) => {
            onChange({ accept: next === 'application/ld+json' ? next : 'application/json' });
          }}
        />
        <TextField
          label={t('timeout')}
          hint={t('timeoutHint')}
          isNumeric
          value={form.timeout}
          error={problemText('timeout')}
          onChange={(timeout) => {
            onChange({ timeout });
          }}
        />
      </div>
      <AttributeField
        label={t('shown')}
        hint={t('shownHint')}
        type={form.type}
        chosen={form.shown}
        onChange={(shown) => {
          onChange({ shown });
        }}
      />
    </Card>
  );
};
