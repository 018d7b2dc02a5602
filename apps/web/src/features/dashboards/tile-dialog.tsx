import { Button, ChoiceButtons, Dialog, Loading, SelectField, TextField } from '@allmende/design-system';
import { useId, useState } from 'react';
import type { DashboardTile, TileKind } from '../../api/dashboards.ts';
import { cityType, orderTypes, useTypes } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { isOfOneEntity, missingPart, tileKinds, usualWidth } from './tiles.ts';
import { useTileChoices, type TileDraft } from './use-tile-choices.ts';

interface TileDialogProps {
  /** The tile to change; undefined to add one. */
  readonly tile: DashboardTile | undefined;
  readonly newId: string;
  readonly onClose: () => void;
  readonly onApply: (tile: DashboardTile) => void;
}

/** Asks what a tile shows: kind, then type, entity and attribute as far as the kind needs them. */
export const TileDialog = ({ tile, newId, onClose, onApply }: TileDialogProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const form = useId();
  const types = useTypes();
  const [draft, setDraft] = useState<TileDraft>(() => draftOf(tile));
  const [isChecked, setChecked] = useState(false);
  const choices = useTileChoices(draft);
  const { kind, entityType, entityId, attribute, title } = draft;
  const change = (next: Partial<TileDraft>): void => {
    setDraft({ ...draft, ...next });
  };
  const missing = missingPart({ ...draft, width: 1 });
  const errorOf = (part: 'entityType' | 'entityId' | 'attribute'): string | undefined =>
    isChecked && missing === part ? t(`missing_${part}`) : undefined;
  const apply = (): void => {
    setChecked(true);
    if (missing !== undefined) return;
    onApply({
      id: tile?.id ?? newId,
      kind,
      title: title.trim() || choices.suggestedTitle,
      width: tile?.width ?? usualWidth(kind),
      entityType,
      ...(isOfOneEntity(kind) ? { entityId } : {}),
      ...(attribute === '' || kind === 'map' ? {} : { attribute }),
    });
  };
  const needsEntity = isOfOneEntity(kind);
  return (
    <Dialog
      title={tile === undefined ? t('addTitle') : t('editTitle')}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form}>
            {tile === undefined ? t('add') : t('apply')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="dashboard__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div>
          <p className="kern-label">{t('kind')}</p>
          <ChoiceButtons
            label={t('kind')}
            value={kind}
            options={tileKinds.map((one) => ({ value: one, label: t(one) }))}
            onChange={(value) => {
              change({ kind: tileKinds.find((one) => one === value) ?? kind, attribute: '' });
            }}
          />
        </div>
        <SelectField
          label={t('type')}
          value={entityType}
          error={errorOf('entityType')}
          options={[
            { value: '', label: t('choose') },
            ...orderTypes((types.data ?? []).map(({ type }) => type)).map((type) => ({
              value: type,
              label: cityType(type).names[language],
            })),
          ]}
          onChange={(value) => {
            change({ entityType: value, entityId: '', attribute: '' });
          }}
        />
        {needsEntity && entityType !== '' ? (
          <SelectField
            label={t('entity')}
            value={entityId}
            error={errorOf('entityId')}
            options={[{ value: '', label: t('choose') }, ...choices.entities]}
            onChange={(value) => {
              change({ entityId: value, attribute: '' });
            }}
          />
        ) : null}
        {choices.isPending ? <Loading /> : null}
        {choices.isAttributeShown ? (
          <SelectField
            label={t('attribute')}
            value={attribute}
            hint={needsEntity && choices.attributes.length === 0 ? t('noNumbers') : undefined}
            error={errorOf('attribute')}
            options={[
              { value: '', label: needsEntity ? t('choose') : t('anyAttribute') },
              ...choices.attributes,
            ]}
            onChange={(value) => {
              change({ attribute: value });
            }}
          />
        ) : null}
        <TextField
          label={t('tileTitle')}
          value={title}
          hint={
            choices.suggestedTitle === ''
              ? undefined
              : t('tileTitleHint', { suggestion: choices.suggestedTitle })
          }
          onChange={(value) => {
            change({ title: value });
          }}
        />
      </form>
    </Dialog>
  );
};

const draftOf = (tile: DashboardTile | undefined): TileDraft => ({
  kind: tile?.kind ?? ('value' satisfies TileKind),
  title: tile?.title ?? '',
  entityType: tile?.entityType ?? '',
  entityId: tile?.entityId ?? '',
  attribute: tile?.attribute ?? '',
});
