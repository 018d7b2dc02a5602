import { useAreaProblem } from '../../area/index.ts';
import { useText } from '../../i18n/index.ts';
import type { RuleForm, RuleProblems } from './rule-form.ts';
import { text } from './text.ts';

/** What is wrong with a field, in words; undefined when nothing is. */
export type ProblemText = (field: keyof RuleForm) => string | undefined;

export const useProblemText = (problems: RuleProblems, { corners }: RuleForm): ProblemText => {
  const t = useText(text);
  const areaProblem = useAreaProblem();
  return (field) => {
    const problem = problems[field];
    if (problem === undefined) return undefined;
    return problem === 'badArea' ? areaProblem(corners) : t(problem);
  };
};
