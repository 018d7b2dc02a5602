export { AreaField } from './area-field.tsx';
export { useAreaProblem } from './use-area-problem.ts';
