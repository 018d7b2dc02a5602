import { useText } from '../i18n/index.ts';
import { cornersProblem, parseCorners } from './corners.ts';
import { text } from './text.ts';

/** What keeps typed corners from being an area, in words; undefined when nothing does. */
export const useAreaProblem = (): ((corners: string) => string | undefined) => {
  const t = useText(text);
  return (corners) => {
    const read = parseCorners(corners);
    if ('badLine' in read) return t('badLine', { line: read.badLine });
    const problem = cornersProblem(read.corners);
    return problem === undefined ? undefined : t(problem);
  };
};
