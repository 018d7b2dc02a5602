import { useText } from '../../i18n/index.ts';
import { parseCorners } from './corners.ts';
import type { RuleForm, RuleProblems } from './rule-form.ts';
import { text } from './text.ts';

/** What is wrong with a field, in words; undefined when nothing is. */
export type ProblemText = (field: keyof RuleForm) => string | undefined;

export const useProblemText = (problems: RuleProblems, { corners }: RuleForm): ProblemText => {
  const t = useText(text);
  return (field) => {
    const problem = problems[field];
    if (problem === undefined) return undefined;
    const read = parseCorners(corners);
    return t(problem, { line: 'badLine' in read ? read.badLine : 0 });
  };
};
