import { Card, CheckField, TextField } from '@allmende/design-system';
import { useText } from '../../../i18n/index.ts';
import { KeyValueFields } from '../key-value-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { text } from './text.ts';

/** Where a source is, and how it is asked. */
export const HowFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('howCard')}>
      <TextField
        label={t('endpointLabel')}
        hint={t('endpointHint')}
        type="url"
        isRequired
        value={form.endpoint}
        error={problemText('endpoint')}
        onChange={(endpoint) => {
          onChange({ endpoint });
        }}
      />
      <TextField
        label={t('tenant')}
        hint={t('tenantHint')}
        value={form.tenant}
        error={problemText('tenant')}
        onChange={(tenant) => {
          onChange({ tenant });
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
      <LimitFields form={form} onChange={onChange} problemText={problemText} />
    </Card>
  );
};

const LimitFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <>
      <div className="ds-fields">
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
        <TextField
          label={t('cooldown')}
          hint={t('cooldownHint')}
          isNumeric
          value={form.cooldown}
          error={problemText('cooldown')}
          onChange={(cooldown) => {
            onChange({ cooldown });
          }}
        />
        <TextField
          label={t('expiry')}
          hint={t('expiryHint')}
          type="datetime-local"
          value={form.expiry}
          error={problemText('expiry')}
          onChange={(expiry) => {
            onChange({ expiry });
          }}
        />
      </div>
      <CheckField
        label={t('localOnly')}
        isChecked={form.localOnly}
        onChange={(localOnly) => {
          onChange({ localOnly });
        }}
      />
    </>
  );
};
