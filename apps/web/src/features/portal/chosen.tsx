import { Button } from '@allmende/design-system';
import type { DatasetPage } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { conditionCount, facets, toggle, withoutConditions, type SearchState } from './search-state.ts';
import { text } from './text.ts';
import { useWords } from './use-words.ts';

interface ChosenProps {
  readonly state: SearchState;
  readonly page: DatasetPage | undefined;
  readonly onChange: (state: SearchState) => void;
}

/** The conditions that hold, each to be dropped. */
export const Chosen = ({ state, page, onChange }: ChosenProps) => {
  const t = useText(text);
  const words = useWords();
  if (conditionCount(state) === 0) return null;
  const chips = facets.flatMap((facet) =>
    state.chosen[facet].map((value) => {
      const known = page?.facets[facet]?.find((one) => one.value === value);
      const name = known === undefined ? value : words(known.label);
      return { key: `${facet} ${value}`, name, next: () => toggle(state, facet, value) };
    }),
  );
  const area = { key: 'area', name: t('area'), next: () => ({ ...state, box: undefined, page: 1 }) };
  return (
    <ul className="portal__chips" aria-label={t('chosen')}>
      {[...chips, ...(state.box === undefined ? [] : [area])].map(({ key, name, next }) => (
        <li key={key}>
          <Button
            variant="secondary"
            icon="close"
            className="kern-btn--x-small"
            aria-label={t('dropOne', { name })}
            onClick={() => {
              onChange(next());
            }}
          >
            {name}
          </Button>
        </li>
      ))}
      <li>
        <Button
          variant="tertiary"
          className="kern-btn--x-small"
          onClick={() => {
            onChange(withoutConditions(state));
          }}
        >
          {t('dropFilters')}
        </Button>
      </li>
    </ul>
  );
};
